import { afterEach, describe, expect, it } from 'vitest'
import { decodeMulaw } from '../../codecs/mulaw'
import { until } from '../../testing/bench-driver'
import { telephoneDoor } from '../telephone/telephone-door'
import { type DoorBench, startDoorBench } from '../testing/door-bench'
import { websocketDoor } from '../websocket/websocket-door'
import { connectSocket, loudnessOf } from './testing/socket-client'

const echo = (rate: number) => `import { AsyncQueue, AsyncStreamHandler, waitForItem } from 'soundcheck'
export default class Echo extends AsyncStreamHandler {
  constructor() { super({ inputSampleRate: ${rate}, outputSampleRate: ${rate} }) }
  heard = new AsyncQueue()
  async receive(frame) { await this.heard.put(frame) }
  async emit() { return await waitForItem(this.heard) }
}
`

const AMPLITUDE = 0.3

/** Of the tone that came back against the one that was sent, in dB, for each whole 100 ms but the first. */
function gains(samples: Int16Array, rate: number): readonly number[] {
  const length = rate / 10
  return Array.from(
    { length: Math.floor(samples.length / length) - 1 },
    (_, n) =>
      20 * Math.log10(loudnessOf(samples.subarray((n + 1) * length, (n + 2) * length), rate) / AMPLITUDE),
  ).sort((a, b) => a - b)
}

describe('sound that goes through a handler and back', () => {
  let bench: DoorBench | undefined
  afterEach(() => bench?.stop())

  it.each([
    ['websocket', 8000, 8000],
    ['websocket', 16_000, 16_000],
    ['websocket', 24_000, 24_000],
    ['websocket', 48_000, 48_000],
    ['telephone', 8000, 8000],
    ['telephone', 48_000, 8000],
  ] as const)('is as loud as before by %s with a handler at %i Hz', async (door, handlerRate, wireRate) => {
    bench = await startDoorBench(echo(handlerRate), [websocketDoor, telephoneDoor])
    const path = door === 'websocket' ? 'websocket/offer' : 'telephone/handler'
    const client = await connectSocket(`ws://${bench.origin}/${path}`)
    client.say({ event: 'start', websocket_id: 'level', streamSid: 'level' })
    await until(() => bench?.sessions.findLive('level')?.entry().status === 'live', 'the session')
    const hush = client.sing(wireRate)
    await until(() => client.samples().length >= wireRate * 1.5, 'a second and a half of sound')
    hush()
    const all = gains(client.samples(), wireRate)
    const median = all[Math.floor(all.length / 2)] ?? Number.NaN
    expect(Math.abs(median)).toBeLessThan(0.2)
    const sessionId = bench.sessions.findLive('level')?.entry().id ?? ''
    client.socket.close()
    // And as loud in the journal.
    const { rows, journals } = bench
    for (const direction of ['in', 'out']) {
      const packets = rows(sessionId, 'rtp').filter((row) => row.direction === direction)
      const sound = packets.flatMap(({ n }) => [...decodeMulaw(journals.bytes(sessionId, n).subarray(12))])
      expect(sound.length / wireRate).toBeGreaterThan(1.2)
      expect(Math.abs(gains(Int16Array.from(sound), wireRate)[7] ?? Number.NaN)).toBeLessThan(0.2)
    }
  })
})
