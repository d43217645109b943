import type { JournalRow } from '../../contract/journal'
import { handlerName } from '../../contract/server'
import type { HeadlessEngine } from '../headless-engine'
import type { Output, Style } from '../output'
import { placeOf } from '../output'
import { shortId } from './session-lines'

const PAGE = 1000

const styles: { readonly [level: string]: Style } = { warn: 'yellow', error: 'red', debug: 'dim' }

/** Passes on what handlers write to the console. Gives the function that waits until all of it was. */
export function printConsoles(engine: HeadlessEngine, output: Output): () => Promise<void> {
  /** By session: the number of the next row to look at. */
  const next = new Map<string, number>()
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
    for (;;) {
      const from = next.get(sessionId) ?? 0
      const { rows, dropped } = await page(sessionId, from)
      for (const row of rows) if (row.kind === 'console') await print(sessionId, row)
      next.set(sessionId, Math.max(from, dropped, (rows.at(-1)?.n ?? -1) + 1))
      if (rows.length < PAGE) return
    }
  }

  /** Rows are asked for by their place among those that are kept, which moves when old ones go. */
  async function page(sessionId: string, from: number) {
    const filter = { text: '', kinds: [], directions: [] }
    const look = (offset: number, limit: number) =>
      engine.request('journal.query', { sessionId, filter, offset, limit })
    const { dropped } = await look(0, 0)
    return await look(Math.max(0, from - dropped), PAGE)
  }

  engine.onJournal(({ sessionId }) => {
    work = work.then(() => readOn(sessionId))
  })
  return () => work
}
