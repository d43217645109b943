import { afterEach, describe, expect, it } from 'vitest'
import { monotonicClock } from '../clock'
import { encodeMulaw } from '../codecs/mulaw'
import { encodeH264 } from '../codecs/testing/h264'
import { lumaPsnr, movingPicture } from '../codecs/testing/pictures'
import { createOfferingClient } from '../rtc/testing/offering-client'
import { type Caller, createCaller, until } from '../testing/bench-driver'
import { createWatchers, type WatchSide } from './watchers'

const udpSockets = () => process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length

describe('the watchers of a session', () => {
  const toEnd: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const end of toEnd.splice(0).reverse()) await end()
  })

  function watchers(log: (line: string) => void = () => undefined) {
    const asked: WatchSide[] = []
    const made = createWatchers({ clock: monotonicClock, requestKeyFrame: (side) => asked.push(side), log })
    toEnd.push(made.close)
    const offer = async () => {
      const client = await createOfferingClient({ video: true, direction: 'recvonly' })
      toEnd.push(client.close)
      return client
    }
    return {
      made,
      asked,
      offer,
      async watch(side: WatchSide): Promise<Caller> {
        const client = await offer()
        const { watchId, answer } = await made.add(side, client.offer)
        await client.accept(answer)
        return createCaller(client, watchId)
      },
    }
  }

  it('get Opus and VP8 as they are, of the side that they look at alone', async () => {
    const { made, watch, asked } = watchers()
    const [one, other] = [await watch('in'), await watch('out')]
    expect(asked).toEqual(['in', 'out'])
    made.forward('in', { codec: 'opus', payload: Uint8Array.of(0xfc, 1, 2), pts: 960 })
    made.forward('in', { codec: 'opus', payload: Uint8Array.of(0xfc, 3, 4), pts: 2880 })
    made.forward('out', { codec: 'vp8', payload: Uint8Array.of(0x10, 7, 7), pts: 3000 })
    await until(() => one.client.received.audio.length === 2, 'what the client sent')
    await until(() => other.client.received.video.length === 1, 'what the handler sent')
    const [first, second] = one.client.received.audio
    expect([first?.payload, second?.payload].map((bytes) => [...(bytes ?? [])])).toEqual([
      [0xfc, 1, 2],
      [0xfc, 3, 4],
    ])
    expect((second?.header.timestamp ?? 0) - (first?.header.timestamp ?? 0)).toBe(1920)
    expect([one.client.received.video, other.client.received.audio]).toEqual([[], []])
  })

  it('hear mu-law of a telephone as it was said', async () => {
    const { made, watch } = watchers()
    const watcher = await watch('in')
    for (let n = 0; n < 60; n += 1) {
      const samples = Int16Array.from({ length: 160 }, (_, at) => {
        return 0.4 * 32_767 * Math.sin((2 * Math.PI * 500 * (n * 160 + at)) / 8000)
      })
      made.forward('in', { codec: 'pcmu', sampleRate: 8000, payload: encodeMulaw(samples), pts: n * 160 })
    }
    await until(() => watcher.client.received.audio.length > 55, 'a second of sound')
    expect(watcher.loudness(500)).toBeCloseTo(0.4, 1)
    const stamps = watcher.client.received.audio.map(({ header }) => header.timestamp)
    expect(new Set(stamps.slice(1).map((stamp, n) => stamp - (stamps[n] ?? 0)))).toEqual(new Set([960]))
  })

  it('see H.264 as VP8, once there is a key frame', async () => {
    const { made, watch, asked } = watchers()
    const pictures = Array.from({ length: 4 }, (_, n) => movingPicture(96, 64, n))
    const [, delta, key] = encodeH264(pictures, { keys: [2] })
    const watcher = await watch('in')
    const before = asked.length
    if (delta) made.forward('in', { codec: 'h264', payload: delta, pts: 0 })
    expect(asked.length).toBe(before + 1)
    if (key) made.forward('in', { codec: 'h264', payload: key, pts: 3000 })
    await until(() => watcher.seen() !== null, 'a picture')
    const [seen, sent] = [watcher.seen(), pictures[2]]
    expect(seen && sent && lumaPsnr(seen, sent)).toBeGreaterThan(25)
  })

  it('are four at most, and one that ends makes room', async () => {
    const { made, watch, offer } = watchers()
    const all = [await watch('in'), await watch('in'), await watch('out'), await watch('out')]
    const { offer: fifth } = await offer()
    await expect(made.add('in', fifth)).rejects.toMatchObject({ code: 'limit' })
    await made.remove(all[0]?.sessionId ?? '')
    await expect(made.add('in', fifth)).resolves.toMatchObject({ watchId: expect.any(String) })
  })

  it('keep no place for an offer that cannot be used', async () => {
    const { made, watch } = watchers()
    for (let n = 0; n < 6; n += 1) {
      await expect(made.add('in', 'no SDP')).rejects.toMatchObject({ code: 'invalid' })
    }
    await watch('in')
  })

  it('ask for a key frame now and then, however often a window does', async () => {
    const { watch, asked } = watchers()
    await watch('out')
    await watch('out')
    await watch('out')
    expect(asked.length).toBeLessThan(3)
  })

  it('end when a frame cannot be shown, and say so once', async () => {
    const lines: string[] = []
    const { made, watch } = watchers((line) => lines.push(line))
    await watch('in')
    const open = udpSockets()
    const noRate = { codec: 'pcmu', sampleRate: -1, payload: new Uint8Array(160), pts: 0 } as const
    for (let n = 0; n < 3; n += 1) made.forward('in', noRate)
    await until(() => udpSockets() < open, 'its socket is closed')
    expect(lines).toHaveLength(1)
  })

  it('end with the session, and none begins after it', async () => {
    const { made, watch, offer } = watchers()
    await watch('in')
    await watch('out')
    const { offer: late } = await offer()
    const open = udpSockets()
    await made.close()
    await until(() => udpSockets() <= open - 2, 'their sockets are closed')
    await expect(made.add('out', late)).rejects.toMatchObject({ code: 'closed' })
  })
})
