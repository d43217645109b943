import { expect, it } from 'vitest'
import { createMemoryJournals } from '../testing/memory-journals'

it('a part of a session has the calls, messages, packets and faults that were in it, and no others', () => {
  const journals = createMemoryJournals()
  const client = { door: 'window', webrtcId: '', address: null } as const
  const journal = journals.open(
    { sessionId: 'a', handlerId: 'a.ts', handlerVersion: 1, openedAt: 0, client },
    0,
  )
  for (let at = 0; at <= 1000; at += 10) {
    const fields = { method: 'receive', ms: at / 100, share: at / 2000, outcome: 'ok', version: 1 }
    journal.append({ kind: 'call', type: 'receive', text: '', at, fields })
    journal.append({
      kind: 'rtp',
      direction: 'in',
      type: 'audio',
      text: '',
      at,
      fields: at === 500 ? { lost: 2 } : {},
    })
  }
  journal.append({ kind: 'message', direction: 'out', text: '{}', at: 1000 })
  journal.append({ kind: 'error', type: 'emit', text: 'no', at: 2000 })
  // Told of late, as calls are.
  journal.append({
    kind: 'call',
    type: 'emit',
    text: '',
    at: 450,
    fields: { method: 'emit', ms: 5, outcome: 'ok' },
  })
  const figures = journals.range('a', 400_000, 600_000)
  expect(figures.methods.map(({ method, ms }) => [method, ms.count, ms.max])).toEqual([
    ['emit', 1, 5],
    ['receive', 21, 6],
  ])
  expect(figures).toMatchObject({
    messages: { in: 0, out: 0 },
    packets: { in: 21, out: 0 },
    lost: { in: 2, out: 0 },
    faults: 0,
    complete: true,
  })
  expect(journals.range('a', 1_000_000, 2_000_000)).toMatchObject({ messages: { in: 0, out: 1 }, faults: 1 })
})
