import { describe, expect, it, vi } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import type { Modality, Mode } from '../../contract/manifest'
import type { AudioGraph } from '../media/audio-graph'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench, fakeTrack } from '../testing/fake-call'
import { sampleBench, sampleHandler, sampleManifest, sampleSession } from '../testing/samples'

const outside = (id: string) =>
  sampleSession(id, { client: { door: 'webrtc', webrtcId: id, address: '192.168.1.20' } })

async function start(modality: Modality = 'audio', mode: Mode = 'send-receive', answers: Answers = {}) {
  vi.stubGlobal('MediaStream', class {})
  const listened: unknown[] = []
  const graphs: { closed: boolean }[] = []
  const createGraph = async (): Promise<AudioGraph> => {
    const graph = { closed: false }
    graphs.push(graph)
    return {
      context: {} as AudioContext,
      renderedAt: () => null,
      listen: (_track, feed) => {
        listened.push(feed)
        return () => listened.splice(listened.indexOf(feed), 1)
      },
      close: async () => {
        graph.closed = true
      },
    }
  }
  const handler = sampleHandler('echo.ts', { manifest: { ...sampleManifest, modality, mode } })
  const state = sampleBench([handler], [outside('a'), outside('b')])
  const test = createTestBench(state, answers, { createGraph })
  await vi.waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  const choose = (chosenSessionId: string | null) => test.bench.window.setState({ chosenSessionId })
  const watched = () => test.paramsOf('session.watch').map(({ sessionId, side }) => `${sessionId} ${side}`)
  const unwatched = () => test.paramsOf('session.unwatch').map(({ watchId }) => watchId)
  const message = (key: string) => test.bench.alerts.store.getState().alerts[key]?.message
  return { ...test, choose, watched, unwatched, message, listened, graphs }
}

describe('the preview of a session', () => {
  it('watches both sides of the one that is looked at, and none else', async () => {
    const test = await start('audio-video')
    expect(test.watched()).toEqual([])
    test.choose('a')
    await vi.waitFor(() =>
      expect(test.watches.map(({ answer }) => answer)).toEqual(['answer in', 'answer out']),
    )
    expect(test.watched()).toEqual(['a in', 'a out'])
    expect(test.watches.map(({ kinds }) => kinds)).toEqual([
      ['audio', 'video'],
      ['audio', 'video'],
    ])
  })

  it.each([
    ['send', ['a in']],
    ['receive', ['a out']],
  ] as const)('watches the one side of a handler in mode %s', async (mode, sides) => {
    const test = await start('audio', mode)
    test.choose('a')
    await vi.waitFor(() => expect(test.watches[0]?.answer).toContain('answer'))
    expect(test.watched()).toEqual(sides)
  })

  it('measures what is heard, each side for itself', async () => {
    const test = await start()
    const { preview } = test.bench
    test.choose('a')
    await vi.waitFor(() => expect(test.watches).toHaveLength(2))
    test.watches[1]?.listener.onTrack('audio', fakeTrack('its voice'))
    expect(test.listened).toEqual([preview.feeds.out])
    expect(preview.streams.get().out.audio).not.toBeNull()
    expect(preview.streams.get().in.audio).toBeNull()
  })

  it('ends all of it when another one is chosen', async () => {
    const test = await start()
    test.choose('a')
    await vi.waitFor(() => expect(test.watches[1]?.answer).toBe('answer out'))
    test.watches[0]?.listener.onTrack('audio', fakeTrack('a'))
    test.choose('b')
    await vi.waitFor(() => expect(test.unwatched().toSorted()).toEqual(['watch-in', 'watch-out']))
    await vi.waitFor(() => expect(test.watched().slice(2)).toEqual(['b in', 'b out']))
    expect(test.watches.map(({ closed }) => closed)).toEqual([true, true, false, false])
    expect(test.listened).toEqual([])
    expect(test.bench.preview.streams.get().in.audio).toBeNull()
    await vi.waitFor(() => expect(test.graphs.map(({ closed }) => closed)).toEqual([true, false]))
  })

  it('ends what was only being opened', async () => {
    const test = await start()
    test.choose('a')
    test.choose(null)
    await test.bench.close()
    expect(test.watched().length).toBe(test.unwatched().length)
    expect(test.graphs.every(({ closed }) => closed)).toBe(true)
  })

  it('says why there is none, and what to do when it breaks off', async () => {
    const refused = await start('audio', 'send', {
      'session.watch': () => {
        throw new SoundcheckError('limit', 'Shown too often.')
      },
    })
    refused.choose('a')
    await vi.waitFor(() => expect(refused.message('preview')).toBe('Shown too often.'))
    const lost = await start('audio', 'send')
    lost.choose('a')
    await vi.waitFor(() => expect(lost.watches).toHaveLength(1))
    lost.watches[0]?.listener.onLost()
    expect(lost.message('preview')).toContain('broke off')
    lost.choose(null)
    expect(lost.message('preview')).toBeUndefined()
  })
})
