import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JournalEntry } from '../journal/journal'
import type { FromSessionThread } from './messages'
import { unpackRows } from './packed-rows'
import { packTold, type ToldRow } from './told-rows'

const ended = (sessionId: string): FromSessionThread => ({ type: 'news', sessionId, news: { type: 'ended' } })
const stopped: FromSessionThread = { type: 'handler-ended', host: 1 }

const rows: fc.Arbitrary<JournalEntry> = fc.record(
  {
    kind: fc.constantFrom('rtp', 'console', 'message'),
    text: fc.string(),
    at: fc.nat(),
    bytes: fc.uint8Array({ maxLength: 20 }),
  },
  { requiredKeys: ['kind', 'text', 'at'] },
)
const sessions = fc.constantFrom('a', 'b')
const told = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('row' as const), sessionId: sessions, row: rows }),
    sessions.map(ended),
    fc.constant(stopped),
  ),
)

/** What the other thread takes from it, in its order. */
function takeFrom(all: readonly (FromSessionThread | ToldRow)[]) {
  const { messages, transfer } = packTold(all)
  return structuredClone(messages, { transfer: [...transfer] }).flatMap<FromSessionThread | ToldRow>(
    (message) => {
      if (message.type !== 'news') return [message]
      const { sessionId, news } = message
      if (news.type !== 'rows') return [message]
      return unpackRows(news.packed).map((row): ToldRow => ({ type: 'row', sessionId, row }))
    },
  )
}

describe('packed rows', () => {
  it('come out in the order of their session, with their bytes, and before what it said after them', () => {
    const of = (all: readonly (FromSessionThread | ToldRow)[], id: string) =>
      all.filter((message) => 'sessionId' in message && message.sessionId === id)
    fc.assert(
      fc.property(told, (all) => {
        const taken = takeFrom(all)
        expect(taken).toHaveLength(all.length)
        for (const id of ['a', 'b']) expect(of(taken, id)).toEqual(of(all, id))
      }),
    )
  })

  it('take along the bytes of the rows alone, not the buffers that they are parts of', () => {
    const pool = Buffer.alloc(8192)
    const row: JournalEntry = { kind: 'rtp', text: '', bytes: pool.subarray(100, 140) }
    const { transfer } = packTold([
      { type: 'row', sessionId: 'a', row },
      { type: 'row', sessionId: 'a', row },
    ])
    expect(transfer.map((buffer) => buffer.byteLength)).toEqual([80])
  })
})
