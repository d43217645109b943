import type { JournalFilter, JournalRow } from '../../contract/journal'
import type { PolledAnswer } from '../inspector/polled'
import { journalQuery } from '../messages/journal-query'
import type { JournalViewDeps } from '../messages/journal-view'
import { textOf } from '../messages/use-row-content'
import type { Client } from '../state/client'
import { type FirstMedia, noMedia, type SignalRow } from './signal-row'

export interface ConnectionRows {
  readonly rows: readonly SignalRow[]
  readonly media: FirstMedia
}

type Query = JournalViewDeps['query']

const PAGE = 1000
/** A handler that notes something again and again is not what this is about. */
const MOST_ROWS = 5 * PAGE

const signals: JournalFilter = { text: '', kinds: ['signal'], directions: [] }
const calls = (text: string): JournalFilter => ({ text, kinds: ['call'], directions: [] })
const received = calls('type:receive or type:videoReceive')
const emitted = calls('type:emit or type:videoEmit')

async function allSignals(query: Query, sessionId: string) {
  const rows: JournalRow[] = []
  for (;;) {
    const page = await query(sessionId, signals, rows.length, PAGE)
    rows.push(...page.rows)
    if (page.rows.length < PAGE || rows.length >= MOST_ROWS) return { rows, complete: page.complete }
  }
}

/** A call's row is written when it ends. */
async function firstCall(query: Query, sessionId: string, filter: JournalFilter): Promise<JournalRow | null> {
  return (await query(sessionId, filter, 0, 1)).rows[0] ?? null
}

/**
 * Asks for all that is known of how a session's connection came about. To be made for each session: what cannot change any
 * more is asked for once.
 */
export function createConnectionAsk() {
  const texts = new Map<number, string>()
  let media: FirstMedia = noMedia

  async function withText(client: Client, sessionId: string, row: JournalRow): Promise<SignalRow> {
    const text = texts.get(row.n) ?? (await textOf(client, sessionId, row))
    texts.set(row.n, text)
    return { n: row.n, atUs: row.atUs, type: row.type, direction: row.direction, fields: row.fields, text }
  }

  async function firstPackets(client: Client, sessionId: string): Promise<Partial<FirstMedia>> {
    if (media.packetIn !== null && media.packetOut !== null) return {}
    const { streams } = await client.request('journal.streams', { sessionId })
    const first = (direction: 'in' | 'out') =>
      streams.find((stream) => stream.direction === direction)?.firstUs ?? null
    return { packetIn: first('in'), packetOut: first('out') }
  }

  async function firstCalls(query: Query, sessionId: string): Promise<Partial<FirstMedia>> {
    const began = media.received ?? (await firstCall(query, sessionId, received))
    const gave = media.emitted ?? (await firstCall(query, sessionId, emitted))
    return {
      received: began === null || typeof began === 'number' ? began : startOf(began),
      emitted: gave === null || typeof gave === 'number' ? gave : gave.atUs,
    }
  }

  return async (client: Client, sessionId: string): Promise<PolledAnswer<ConnectionRows>> => {
    const query = journalQuery(client)
    const { rows, complete } = await allSignals(query, sessionId)
    const whole = await Promise.all(rows.map((row) => withText(client, sessionId, row)))
    media = { ...media, ...(await firstPackets(client, sessionId)), ...(await firstCalls(query, sessionId)) }
    return { value: { rows: whole, media }, complete }
  }
}

function startOf({ atUs, fields }: JournalRow): number {
  return typeof fields.ms === 'number' ? atUs - fields.ms * 1000 : atUs
}
