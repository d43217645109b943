import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import { createTestBench } from '../testing/fake-call'
import { sampleBench, sampleHandler, sampleManifest, sampleSession, sampleTurns } from '../testing/samples'
import { CONNECT_WITHIN_MS, LOST_AFTER_MS } from './call-timers'

const inputs = { type: 'object', properties: { gain: { type: 'number' } } }
const echo = sampleHandler('echo.ts', {
  manifest: { ...sampleManifest, modality: 'audio-video', inputs, inputDefaults: { gain: 1 } },
})
const state = sampleBench([echo, sampleHandler('wip.ts', { manifest: null, version: 0 })])

async function live(test: ReturnType<typeof createTestBench>) {
  await vi.waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await test.bench.call.start('echo.ts')
  test.connect()
}

const alertsOf = ({ bench }: ReturnType<typeof createTestBench>) => bench.alerts.store.getState().alerts

describe('a call', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('offers with the sources, sends candidates after the session is open, and goes live with the channel', async () => {
    const test = createTestBench(state)
    await live(test)
    expect(test.paramsOf('session.open')).toEqual([
      { handlerId: 'echo.ts', offer: 'the offer', inputs: { gain: 1 } },
    ])
    expect(test.paramsOf('session.addCandidate')).toEqual([
      { sessionId: 's1', candidate: 'early', sdpMid: '0', sdpMLineIndex: 0 },
    ])
    expect(test.peers[0]?.answer).toBe('the answer')
    expect(test.opened.map(({ label }) => label)).toEqual(['clip', 'picture'])
    expect(test.status()).toBe('live')
    await vi.advanceTimersByTimeAsync(0)
    expect(test.bench.call.store.getState().roundTripMs).toBe(2.5)
  })

  it('cannot be started twice', async () => {
    const test = createTestBench(state)
    await live(test)
    await test.bench.call.start('echo.ts')
    expect(test.peers).toHaveLength(1)
  })

  it('lets everything go when it is stopped, and keeps the session for its journal', async () => {
    const test = createTestBench(state)
    await live(test)
    await test.bench.call.stop()
    expect(test.status()).toBe('closed')
    expect(test.peers[0]?.closed).toBe(true)
    expect(test.opened.every((track) => track.stopped)).toBe(true)
    expect(test.paramsOf('session.close')).toEqual([{ sessionId: 's1' }])
    expect(test.bench.call.store.getState().sessionId).toBe('s1')
  })

  it('can be stopped while the engine is still opening, and closes the session that comes late', async () => {
    let open: () => void = () => undefined
    const test = createTestBench(state, {
      'session.open': () =>
        new Promise((resolve) => {
          open = () => resolve({ sessionId: 'late', answer: 'a' })
        }),
    })
    await vi.waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
    const starting = test.bench.call.start('echo.ts')
    await vi.waitFor(() => expect(test.paramsOf('session.open')).toHaveLength(1))
    await test.bench.call.stop()
    expect(test.status()).toBe('closed')
    open()
    await starting
    expect(test.paramsOf('session.close')).toEqual([{ sessionId: 'late' }])
  })

  it('fails with the engine’s reason and hint when the session is refused', async () => {
    const test = createTestBench(state, {
      'session.open': () => {
        throw new SoundcheckError('limit', 'One session at a time.', { hint: 'Stop the other one.' })
      },
    })
    await live(test)
    expect(test.status()).toBe('failed')
    expect(alertsOf(test).start).toMatchObject({
      message: 'One session at a time.',
      hint: 'Stop the other one.',
    })
    expect(test.opened.every((track) => track.stopped)).toBe(true)
  })

  it('fails with what to do when the microphone is refused', async () => {
    const refuse = async () => {
      throw new SoundcheckError('unavailable', 'Soundcheck may not use the microphone.', {
        hint: 'Allow it.',
      })
    }
    const test = createTestBench(
      state,
      {},
      { sources: { openMicrophone: refuse, openCamera: async () => null } },
    )
    await live(test)
    expect(test.status()).toBe('failed')
    expect(alertsOf(test).start?.hint).toBe('Allow it.')
    expect(test.paramsOf('session.open')).toHaveLength(0)
  })

  it('does not start a handler that never loaded', async () => {
    const test = createTestBench(state)
    await vi.waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
    await test.bench.call.start('wip.ts')
    expect(test.status()).toBe('new')
    expect(alertsOf(test).start?.hint).toContain('Correct the error')
  })

  it('fails when it does not come up in time', async () => {
    const test = createTestBench(state)
    await vi.waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
    await test.bench.call.start('echo.ts')
    await vi.advanceTimersByTimeAsync(CONNECT_WITHIN_MS)
    expect(test.status()).toBe('failed')
    expect(test.paramsOf('session.close')).toHaveLength(1)
  })

  it('survives a short interruption and is lost after a long one', async () => {
    const test = createTestBench(state)
    await live(test)
    test.peers[0]?.listener.onConnection('disconnected')
    await vi.advanceTimersByTimeAsync(LOST_AFTER_MS - 1)
    test.peers[0]?.listener.onConnection('connected')
    await vi.advanceTimersByTimeAsync(LOST_AFTER_MS)
    expect(test.status()).toBe('live')
    test.peers[0]?.listener.onConnection('disconnected')
    await vi.advanceTimersByTimeAsync(LOST_AFTER_MS)
    expect(test.status()).toBe('failed')
    expect(alertsOf(test).connection?.message).toContain('lost')
  })

  it('ends with the session in the engine and says why', async () => {
    const test = createTestBench(state)
    await live(test)
    const closed = sampleSession('s1', { status: 'closed', reason: 'The time limit of 60 s was reached.' })
    test.emit('state.patched', { revision: 2, sessions: { s1: closed } })
    await vi.advanceTimersByTimeAsync(0)
    expect(test.status()).toBe('closed')
    expect(alertsOf(test).connection).toMatchObject({ tone: 'info' })
    expect(alertsOf(test).connection?.message).toContain('60 s')
  })

  it('fails when the engine dies, lets everything go, and leaves it to the banner to say so', async () => {
    const test = createTestBench(state, {
      'session.close': () => {
        throw new SoundcheckError('unavailable', 'The engine has ended.')
      },
    })
    await live(test)
    test.emit('shell.engineFailed', { message: 'out of memory', restartsInMs: 250 })
    await vi.advanceTimersByTimeAsync(0)
    expect(test.status()).toBe('failed')
    expect(test.peers[0]?.closed).toBe(true)
    expect(test.opened.every((track) => track.stopped)).toBe(true)
    expect(alertsOf(test)).toEqual({})
    expect(test.bench.call.store.getState().sessionId).toBe('s1')
  })

  it('exchanges the source without a new connection and closes the old one', async () => {
    const test = createTestBench(state)
    await live(test)
    test.bench.window.setState({ microphone: 'tone' })
    await vi.waitFor(() => expect(test.peers[0]?.tracks.get('audio')?.label).toBe('tone'))
    expect(test.opened.map(({ label, stopped }) => [label, stopped])).toEqual([
      ['clip', true],
      ['picture', false],
      ['tone', false],
    ])
    expect(test.peers).toHaveLength(1)
  })

  it('mutes what is sent, also a source that is chosen later', async () => {
    const test = createTestBench(state)
    await live(test)
    test.bench.window.setState({ microphoneMuted: true })
    expect(test.peers[0]?.tracks.get('audio')?.enabled).toBe(false)
    test.bench.window.setState({ microphone: 'tone' })
    await vi.waitFor(() => expect(test.peers[0]?.tracks.get('audio')?.label).toBe('tone'))
    expect(test.peers[0]?.tracks.get('audio')?.enabled).toBe(false)
  })

  it('warns of a microphone that gives no sound at all, until it is heard', async () => {
    const test = createTestBench(state)
    test.bench.window.setState({ microphone: 'device:x' })
    await live(test)
    const silent = { rms: 0, peak: 0, min: 0, max: 0, peaks: [], endsAt: null }
    test.bench.feeds.sent.push(silent, 0)
    test.bench.feeds.sent.push(silent, 5000)
    expect(alertsOf(test)['silent-microphone']?.tone).toBe('warning')
    test.bench.feeds.sent.push({ ...silent, rms: 0.1 }, 5020)
    expect(alertsOf(test)['silent-microphone']).toBeUndefined()
  })

  it('sends text on the channel, and refuses without a session', async () => {
    const test = createTestBench(state)
    expect(() => test.bench.call.sendText('x')).toThrow('no session')
    await live(test)
    test.bench.call.sendText('hello')
    expect(test.peers[0]?.sentTexts).toEqual(['hello'])
  })

  it('answers a handler that asks for its inputs with the values of now', async () => {
    const test = createTestBench(state)
    await live(test)
    test.bench.window.setState({ inputEdits: { 'echo.ts': { gain: 3, old: true } } })
    test.peers[0]?.listener.onText('{"type":"send_input","data":[]}')
    expect(test.paramsOf('session.setInputs')).toEqual([{ sessionId: 's1', values: { gain: 3 } }])
  })

  it('tells the held button as it is when the handler asks for its inputs', async () => {
    const turns = { ...sampleTurns, pushToTalk: 'talk' }
    const talk = { type: 'object', properties: { gain: { type: 'number' }, talk: { type: 'boolean' } } }
    const inputDefaults = { gain: 1, talk: true }
    const manifest = { ...sampleManifest, inputs: talk, inputDefaults, turns }
    const test = createTestBench(sampleBench([sampleHandler('echo.ts', { manifest })]))
    await live(test)
    expect(test.paramsOf('session.open')[0]?.inputs).toEqual({ gain: 1, talk: false })
    await test.bench.call.setInputs({ talk: true })
    test.peers[0]?.listener.onText('{"type":"send_input"}')
    expect(test.paramsOf('session.setInputs').at(-1)?.values).toEqual({ gain: 1, talk: true })
  })

  it('ends with the handler’s stream and shows its last words as information', async () => {
    const test = createTestBench(state)
    await live(test)
    test.peers[0]?.listener.onText('{"type":"end_stream","data":"Thanks for calling"}')
    const closed = sampleSession('s1', { status: 'closed', reason: 'the handler ended the stream' })
    test.emit('state.patched', { revision: 2, sessions: { s1: closed } })
    await vi.advanceTimersByTimeAsync(0)
    expect(test.status()).toBe('closed')
    expect(alertsOf(test).connection).toEqual({
      tone: 'info',
      message: 'The handler has ended the call: Thanks for calling',
    })
  })

  it('asks for a reply only while it is live', async () => {
    const test = createTestBench(state)
    await expect(test.bench.call.trigger(null)).rejects.toThrow('no session')
    await live(test)
    await test.bench.call.trigger('hello')
    expect(test.paramsOf('session.trigger')).toEqual([{ sessionId: 's1', text: 'hello' }])
  })
})
