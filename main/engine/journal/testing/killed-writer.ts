/** A program that writes rows without end, and says of each when 250 ms have passed since. It is there to be killed. */
import { createJournals } from '../journals'

const [dir, script] = process.argv.slice(2)
if (!dir || !script) throw new Error('usage: killed-writer DIR SCRIPT')

const journals = createJournals({
  clock: { now: () => performance.now() },
  dir,
  script,
  onGrew: () => undefined,
  log: (line) => console.error(line),
})
const client = { door: 'window', webrtcId: 'a', address: null } as const
const head = { sessionId: 'a', handlerId: 'x.ts', handlerVersion: 1, openedAt: Date.now(), client }
const journal = journals.open(head, performance.now())
let count = 0
// An engine has no session before its journals answer.
await journals.heads()

setInterval(() => {
  for (let i = 0; i < 50; i += 1) journal.append({ kind: 'message', text: `row ${count + i}` })
  count += 50
  const appended = count
  setTimeout(() => process.send?.(appended), 250)
}, 10)
