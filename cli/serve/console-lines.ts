import type { JournalRow } from '../../contract/journal'
import { handlerName } from '../../contract/server'
import type { HeadlessEngine } from '../headless-engine'
import type { Output, Style } from '../output'
import { placeOf } from '../output'
import { shortId } from './session-lines'

const PAGE = 1000

interface Printed {
  readonly count: number
  readonly lastN: number
}

const styles: { readonly [level: string]: Style } = { warn: 'yellow', error: 'red', debug: 'dim' }

/** Passes on what handlers write to the console. Gives the function that waits until all of it was. */
export function printConsoles(engine: HeadlessEngine, output: Output): () => Promise<void> {
  /** By session: how many of its lines were printed, and the number of the last one's row. */
  const printed = new Map<string, Printed>()
  let work: Promise<void> = Promise.resolve()

  async function textOf(sessionId: string, { n, summary, truncated }: JournalRow): Promise<string> {
    return truncated ? (await engine.request('journal.detail', { sessionId, n })).text : summary
  }

  async function print(sessionId: string, row: JournalRow): Promise<void> {
    const name = handlerName(engine.state().sessions[sessionId]?.handlerId ?? 'handler')
    const place = row.position ? ` ${output.paint('dim', `(${placeOf(row.position)})`)}` : ''
    const text = output.paint(styles[row.type ?? ''] ?? 'bold', await textOf(sessionId, row))
    output.note(`[${name} ${shortId(sessionId)}] ${text}${row.type === 'error' ? place : ''}`)
  }

  async function readOn(sessionId: string): Promise<void> {
    let at = printed.get(sessionId) ?? { count: 0, lastN: -1 }
    for (;;) {
      const { rows, matched, complete } = await page(sessionId, at.count)
      // Rows are asked for by their place among those that are kept, which moves when old ones go.
      if (matched < at.count) at = { ...at, count: 0 }
      else {
        for (const row of rows) if (row.n > at.lastN) await print(sessionId, row)
        at = { count: at.count + rows.length, lastN: Math.max(at.lastN, rows.at(-1)?.n ?? -1) }
        printed.set(sessionId, at)
        if (complete && rows.length < PAGE) return
      }
    }
  }

  function page(sessionId: string, offset: number) {
    const filter = { text: '', kinds: ['console' as const], directions: [] }
    return engine.request('journal.query', { sessionId, filter, offset, limit: PAGE })
  }

  engine.onJournal(({ sessionId }) => {
    work = work.then(() => readOn(sessionId))
  })
  return () => work
}
