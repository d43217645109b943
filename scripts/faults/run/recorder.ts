import type { HostStatus, SessionEntry } from '../../../contract/state'
import type { Backend } from '../backends/backend'

/** What was said of one handler's sessions and file since it was begun, and when. */
export function createRecorder(backend: Backend, handlerId: string) {
  const states: HostStatus[] = []
  const said: string[] = []
  let rejectedAt: number | null = null
  let last: SessionEntry | null = null

  function say(text: string | null | undefined): void {
    if (text && !said.includes(text)) said.push(text)
  }

  function look(entry: SessionEntry): void {
    last = entry
    if (states.at(-1) !== entry.host) states.push(entry.host)
    say(entry.fault?.message)
    say(entry.fault?.hint)
    say(entry.reason)
    if (entry.blocked) say(`${entry.blocked.method ?? 'the handler'} is blocked`)
    if (entry.rolledBack) say(entry.rolledBack.error.message)
  }

  const stop = backend.watch(({ handlers, sessions }) => {
    const own = Object.values(sessions).filter((entry) => entry.handlerId === handlerId)
    // Of several calls the newest counts: the others have ended, but what they came to is still said.
    const newest = own.reduce<SessionEntry | null>(
      (last, entry) => (last && last.openedAt > entry.openedAt ? last : entry),
      null,
    )
    for (const entry of own) if (entry !== newest) say(entry.fault?.message)
    if (newest) look(newest)
    const file = handlers[handlerId]
    say(file?.error?.message)
    say(file?.versions.find(({ rejected }) => rejected !== null)?.rejected?.message)
    const isRejected = file?.status === 'broken' || last?.rolledBack
    if (isRejected) rejectedAt ??= performance.now()
  })

  return {
    states: states as readonly HostStatus[],
    said: said as readonly string[],
    say,
    /** When the version was told to be bad: ms on the runner's clock. */
    rejectedAt: () => rejectedAt,
    session: () => last,
    close: () => void stop(),
  }
}

export type Recorder = ReturnType<typeof createRecorder>
