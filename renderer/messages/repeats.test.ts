// @vitest-environment node
import { describe, expect, it, vi } from 'vitest'
import type { JournalFilter, JournalRow } from '../../contract/journal'
import { createCallStore, moveCall } from '../call/call-state'
import { sampleRow } from '../testing/samples'
import { createRepeats } from './repeats'

function setUp() {
  const store = createCallStore()
  moveCall(store, 'connecting')
  moveCall(store, 'live')
  store.setState({ sessionId: 's' })
  const sent: string[] = []
  const due: { work: () => void; ms: number; isOff: boolean }[] = []
  const rows: JournalRow[] = []
  let grew: (size: { sessionId: string; total: number; dropped: number }) => void = () => undefined
  const sendText = vi.fn((text: string) => void sent.push(text))
  const repeats = createRepeats({
    call: { store, sendText },
    client: {
      on: (_name, listener) => {
        grew = listener as typeof grew
        return () => {
          grew = () => undefined
        }
      },
    },
    query: async (_id, _filter: JournalFilter, offset, limit) => ({
      rows: rows.slice(offset, offset + limit),
      matched: rows.length,
      total: rows.length,
      dropped: 0,
      complete: true,
    }),
    fillIn: (text) => `${text}!`,
    later: (work, ms) => {
      const entry = { work, ms, isOff: false }
      due.push(entry)
      return () => {
        entry.isOff = true
      }
    },
  })
  const tick = async () => {
    for (const { work, isOff } of due.splice(0)) if (!isOff) work()
    await vi.waitFor(() => Promise.resolve())
  }
  const append = async (count: number) => {
    for (let at = 0; at < count; at += 1) rows.push(sampleRow(rows.length))
    grew({ sessionId: 's', total: rows.length, dropped: 0 })
    await tick()
  }
  return { store, sent, sendText, due, repeats, tick, append }
}

describe('repeats', () => {
  it('send as often as was asked for, at their distance, and are gone then', async () => {
    const { repeats, sent, due, tick } = setUp()
    repeats.start('ping', { when: 'timer', everyMs: 250, times: 2 })
    await tick()
    expect(sent).toEqual(['ping!'])
    expect(due.map(({ ms }) => ms)).toEqual([250])
    await tick()
    expect(sent).toEqual(['ping!', 'ping!'])
    expect(repeats.running.get()).toEqual([])
    expect(due).toEqual([])
  })

  it('go on until they are stopped', async () => {
    const { repeats, sent, tick } = setUp()
    repeats.start('a', { when: 'timer', everyMs: 10, times: null })
    for (let times = 0; times < 5; times += 1) await tick()
    repeats.stop(repeats.running.get()[0]?.id ?? 0)
    await tick()
    expect(sent).toHaveLength(5)
  })

  it('answer each row that matches from then on, once', async () => {
    const { repeats, sent, tick, append } = setUp()
    await append(3)
    repeats.start('pong', { when: 'match', query: 'type:ping' })
    await tick()
    expect(sent).toEqual([])
    await append(2)
    expect(sent).toEqual(['pong!', 'pong!'])
    await append(1)
    expect(repeats.running.get()[0]?.sent).toBe(3)
  })

  it('end with the session', async () => {
    const { repeats, sent, store, tick, append } = setUp()
    repeats.start('a', { when: 'timer', everyMs: 10, times: null })
    repeats.start('b', { when: 'match', query: 'x' })
    moveCall(store, 'closing')
    moveCall(store, 'closed')
    expect(repeats.running.get()).toEqual([])
    await tick()
    await append(5)
    expect(sent).toEqual([])
  })

  it('say why the last one did not go out', async () => {
    const { repeats, sendText, tick } = setUp()
    sendText.mockImplementationOnce(() => {
      throw new Error('the channel is full')
    })
    repeats.start('a', { when: 'timer', everyMs: 10, times: null })
    await tick()
    expect(repeats.running.get()[0]).toMatchObject({ sent: 0, failure: 'the channel is full' })
    await tick()
    expect(repeats.running.get()[0]).toMatchObject({ sent: 1, failure: null })
  })
})
