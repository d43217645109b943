/** A session of a million rows: what its ingest does to a call beside it, and how long searches take: `npm run bench:journal`. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { JournalFilter, JournalPage } from '../../contract/journal'
import { monotonicClock } from '../../main/engine/clock'
import { createJournals, type Journals } from '../../main/engine/journal/journals'
import { pieceFiles } from '../../main/engine/journal/session-folder'
import { buildJournalThread } from '../../main/engine/journal/testing/build-journal-thread'
import { startSessionBench } from '../../main/engine/sessions/testing/session-bench'
import { distributionOf, type Figure, type Measured } from '../figure'
import { lookAtMachine } from '../machine'
import { reportText } from '../report'
import { watchDelays } from './delays'
import { isRow, numberedRow } from './numbered-rows'

const queries = [
  '',
  'kind:call method:emit ms>38',
  'kind:rtp lost:true',
  'kind:message dir:in type:response_starting size>150',
  'data.data.n>999000',
  'foxtrot',
  '"the level is 42"',
  'nowhere',
  'at:10m..11m kind:message',
  '/w9[0-9]"/',
  'kind:console type:error or kind:rtp seq:7',
] as const

const sessionId = 'big'
const head = {
  ...{ sessionId, handlerId: 'big.ts', handlerVersion: 1, openedAt: Date.now() },
  client: { door: 'window', webrtcId: sessionId, address: null } as const,
}
const echo = `import { StreamHandler, type AudioFrame } from 'soundcheck'
export default class Echo extends StreamHandler {
  #frames: AudioFrame[] = []
  receive(frame: AudioFrame) { this.#frames.push(frame) }
  emit() { return this.#frames.shift() ?? null }
  copy() { return new Echo() }
}`

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const say = (text: string) => process.stderr.write(`${text}\n`)

/** Adds all rows at this pace, a few at a time as a busy session would; gives the CPU of this process, ms. */
async function ingest(journals: Journals, count: number, rowsPerSecond: number): Promise<number> {
  const journal = journals.open(head, monotonicClock.now())
  const before = process.cpuUsage()
  const began = performance.now()
  for (let n = 0; n < count; ) {
    const due = Math.min(count, Math.ceil(((performance.now() - began) / 1000) * rowsPerSecond))
    for (; n < due; n += 1) journal.append(numberedRow(n))
    await pause(2)
  }
  const { user, system } = process.cpuUsage(before)
  journal.close({ at: Date.now(), status: 'closed', reason: null })
  return (user + system) / 1000
}

interface Answer {
  readonly page: JournalPage
  /** Until the first answer, and until all rows were looked at, ms. */
  readonly firstMs: number
  readonly wholeMs: number
}

async function search(journals: Journals, text: string, offset: number): Promise<Answer> {
  const filter: JournalFilter = { text, kinds: [], directions: [] }
  const began = performance.now()
  let page = await journals.page(sessionId, filter, offset, 100)
  const firstMs = performance.now() - began
  while (!page.complete) page = await journals.page(sessionId, filter, offset, 100)
  return { page, firstMs, wholeMs: performance.now() - began }
}

/** How many rows are not there, not as they were written, or not in their place. */
async function countWrong(journals: Journals, count: number): Promise<number> {
  let wrong = 0
  let n = 0
  const everything: JournalFilter = { text: '', kinds: [], directions: [] }
  while (n < count) {
    const { rows, complete } = await journals.page(sessionId, everything, n, 1000)
    for (const row of rows) {
      if (!isRow(row, n)) wrong += 1
      n += 1
    }
    if (rows.length === 0 && complete) return wrong + count - n
  }
  return wrong
}

const figure = (
  name: string,
  unit: Figure['unit'],
  measured: Measured,
  more: Partial<Figure> = {},
): Figure => ({
  ...{ name, unit, measured, baseline: null, target: null },
  ...more,
})
const plain = (value: number): Measured => ({ mean: value, count: 1 })

async function measureSearches(journals: Journals): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  const first: number[] = []
  const cold = await search(journals, 'kind:message', 0)
  figures.push(figure('cold: first search of the session, whole', 'ms', plain(cold.wholeMs)))
  for (const text of queries) {
    const { page, firstMs, wholeMs } = await search(journals, text, 0)
    say(
      `  ${JSON.stringify(text)}: ${page.matched} rows, first ${firstMs.toFixed(1)} ms, whole ${wholeMs.toFixed(1)} ms`,
    )
    figures.push(figure(`new search ${JSON.stringify(text)}`, 'ms', plain(wholeMs)))
    first.push(firstMs)
    for (let i = 0; i < 10; i += 1)
      first.push((await search(journals, text, Math.floor((page.matched * i) / 10))).firstMs)
  }
  const target = { of: 'p95', above: 'zero', limit: 100 } as const
  return [
    figure('answer to a query (all of the above, each with ten pages)', 'ms', distributionOf(first), {
      target,
    }),
    ...figures,
  ]
}

async function startCall(journals: Journals) {
  const bench = await startSessionBench({ openJournal: journals.open })
  const caller = await bench.call(await bench.version(1, echo))
  caller.sing(440)
  return {
    async stop() {
      await caller.hangUp()
      await bench.stop()
    },
  }
}

/** A call, first alone and then beside all those rows. */
async function measureIngest(journals: Journals, { count, pace, seconds }: Plan): Promise<readonly Figure[]> {
  const call = await startCall(journals)
  try {
    await pause(5000)
    say(`A call alone, ${seconds} s ...`)
    const takeAlone = watchDelays()
    await pause(seconds * 1000)
    const alone = takeAlone()
    say(`Adding ${count} rows, ${pace} a second ...`)
    const takeBeside = watchDelays()
    const cpu = await ingest(journals, count, pace)
    const target = { of: 'p99', above: 'baseline', limit: 1 } as const
    const late = figure('engine event loop: timers late, beside the ingest', 'ms', takeBeside(), {
      baseline: alone,
      target,
    })
    return [
      late,
      figure(
        'CPU of engine and journal thread for 1,000 rows, call included',
        'ms',
        plain((cpu / count) * 1000),
      ),
    ]
  } finally {
    await call.stop()
  }
}

async function measureRows(journals: Journals, dir: string, count: number): Promise<readonly Figure[]> {
  const files = pieceFiles(path.join(dir, sessionId), 'rows')
  const size = files.reduce((sum, file) => sum + statSync(file.path).size, 0)
  const target = { of: 'mean', above: 'zero', limit: 0 } as const
  return [
    figure('rows lost, changed or out of order', 'n', plain(await countWrong(journals, count)), { target }),
    figure('bytes a row on the disk', 'n', plain(size / count)),
    figure('memory of the process, MB', 'n', plain(process.memoryUsage.rss() / 1e6)),
  ]
}

interface Plan {
  readonly count: number
  /** Rows a second. */
  readonly pace: number
  /** For which the call is measured alone. */
  readonly seconds: number
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      pace: { type: 'string', default: '10000' },
      seconds: { type: 'string', default: '15' },
      keep: { type: 'string' },
      window: { type: 'boolean', default: false },
    },
  })
  const plan = { count: Number(values.rows), pace: Number(values.pace), seconds: Number(values.seconds) }
  const machine = await lookAtMachine()
  const dir = values.keep ?? mkdtempSync(path.join(tmpdir(), 'bench-journal-'))
  const script = await buildJournalThread()
  const journals = createJournals({ clock: monotonicClock, dir, script, onGrew: () => undefined, log: say })
  const figures = [...(await measureIngest(journals, plan))]
  say('Searching ...')
  figures.push(...(await measureSearches(journals)))
  say('Reading every row ...')
  figures.push(...(await measureRows(journals, dir, plan.count)))
  await journals.close()
  if (!values.keep) rmSync(dir, { recursive: true, force: true })
  if (values.window) {
    say('In the window ...')
    const { measureWindow } = await import('./window')
    figures.push(...(await measureWindow(plan.count)))
  }
  const { seconds } = plan
  process.stdout.write(`${reportText({ machine, seconds, otherWork: {}, figures, failures: [] })}\n`)
  return 0
}

main().then(
  (code) => process.exit(code),
  (thrown) => {
    say(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown))
    process.exit(1)
  },
)
