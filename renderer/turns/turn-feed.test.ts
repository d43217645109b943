import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { noCounters } from '../../contract/state'
import type { TurnEvent } from '../../contract/turns'
import { createTestBench } from '../testing/fake-call'
import { sampleBench, sampleHandler, sampleSession } from '../testing/samples'
import { WAKE_SHOWN_MS } from './turn-feed'

const speaking: TurnEvent = { name: 'started_talking', at: 100, soundAt: 50, detail: null }

async function live() {
  const test = createTestBench(sampleBench([sampleHandler('echo.ts')]))
  await vi.waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await test.bench.call.start('echo.ts')
  test.connect()
  const turn = (event: TurnEvent, sessionId = 's1') => test.emit('session.turn', { sessionId, event })
  return { ...test, turn, turns: test.bench.turns }
}

describe('the conversation of this window', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is that of its own session, not of another client’s', async () => {
    const { turn, turns } = await live()
    turn(speaking, 'other')
    expect(turns.trace.you).toEqual([])
    turn(speaking)
    expect(turns.trace.you).toHaveLength(1)
    expect(turns.status.get().phase).toBe('speaking')
  })

  it('keeps what the speech detector heard, on the clock of the window', async () => {
    const { emit, turns } = await live()
    emit('session.speech', { sessionId: 's1', from: 32, step: 32, probabilities: [0.1, 0.9] })
    expect(turns.trace.speech).toEqual([{ from: 32, step: 32, probabilities: [0.1, 0.9] }])
    expect(turns.trace.offset).toBe(performance.now() - 64)
  })

  it('ends with the session', async () => {
    const { turn, turns, bench } = await live()
    turn(speaking)
    await bench.call.stop()
    expect(turns.trace.you).toEqual([])
    expect(turns.status.get()).toEqual({ phase: 'listening', times: null, wakeWord: null })
    turn(speaking)
    expect(turns.trace.you).toEqual([])
  })

  it('begins anew with the next version of the handler, which knows of no turn', async () => {
    const { turn, turns, emit } = await live()
    emit('state.patched', { revision: 2, sessions: { s1: sampleSession('s1') } })
    turn(speaking)
    const counted = sampleSession('s1', { counters: { ...noCounters, audioIn: 5 } })
    emit('state.patched', { revision: 3, sessions: { s1: counted } })
    expect(turns.status.get().phase).toBe('speaking')
    emit('state.patched', { revision: 4, sessions: { s1: sampleSession('s1', { handlerVersion: 2 }) } })
    expect(turns.status.get().phase).toBe('listening')
    expect(turns.trace.you[0]?.to).not.toBeNull()
  })

  it('shows for a while what woke the handler up, told by the message and by the event', async () => {
    const { turn, turns, peers } = await live()
    peers[0]?.listener.onText('{"type":"stopword","data":""}')
    expect(turns.status.get().wakeWord).toBe('wake word')
    turn({ name: 'stopword', at: 200, soundAt: null, detail: 'computer' })
    expect(turns.status.get().wakeWord).toBe('computer')
    await vi.advanceTimersByTimeAsync(WAKE_SHOWN_MS)
    expect(turns.status.get().wakeWord).toBeNull()
  })
})
