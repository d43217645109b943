import { setTimeout as sleep } from 'node:timers/promises'
import type { RtpStreamSummary } from '../../contract/rtp-streams'
import type { BenchServer } from './bench-server'
import { type Claim, meanOfSeries } from './claim'
import type { Relay, Way } from './relay'
import { openRelayedCall } from './relayed-call'
import { encodeSound, tone } from './sounds'

/** ms */
const DELAYS = { up: 30, down: 50 } as const
/** Every so manyth packet is lost. */
const LOST_EVERY: { readonly [W in Way]: number } = { up: 31, down: 17 }
const BEFORE_MS = 3000
const LOSING_MS = 10_000
/** The client tells what it lost every five seconds at most. */
const AFTER_MS = 7000
const MESSAGES = 40
/** Of SRTP with AEAD_AES_128_GCM, which both ends prefer. Source: RFC 7714. */
const TAG_BYTES = 16

interface Loss {
  isOn: boolean
  readonly passed: { [W in Way]: number }
}

/** What the relay saw of one way, a packet counted as often as it came. */
function seenOf({ seen }: Relay, way: Way) {
  const all = seen.filter((packet) => packet.way === way)
  const came = all.filter(({ isLost }) => !isLost)
  const bytes = (packets: typeof all) => packets.reduce((sum, one) => sum + one.bytes - TAG_BYTES, 0)
  return {
    ...{ sent: all.length, came: came.length, lost: all.length - came.length },
    ...{ bytesSent: bytes(all), bytesCame: bytes(came) },
  }
}

const exact = (what: string, truth: number, panel: number | undefined, unit = 'packets'): Claim => ({
  ...{ what, unit, truth, panel: panel ?? Number.NaN, within: 0 },
})

const rowsOf = async (server: BenchServer, sessionId: string, text: string): Promise<number> => {
  const filter = { text, kinds: [], directions: [] }
  const { matched } = await server.panel('journal.query', { sessionId, filter, offset: 0, limit: 1 })
  return matched
}

/** Counters, losses and the round trip, with delays and losses of which the relay knows. */
export async function networkTruth(server: BenchServer): Promise<readonly Claim[]> {
  const loss: Loss = { isOn: false, passed: { up: 0, down: 0 } }
  const id = `truth-network-${process.pid}`
  const media = { audio: encodeSound(tone(997, 0.1, 20)), video: [] }
  const { call, relay } = await openRelayedCall(`${server.url}/audio`, id, media, {
    delays: DELAYS,
    loses({ way }) {
      if (!loss.isOn) return false
      loss.passed[way] += 1
      return loss.passed[way] % LOST_EVERY[way] === 0
    },
  })
  await call.client.opened
  for (let n = 0; n < MESSAGES; n += 1) call.say(JSON.stringify({ type: 'truth', n }))
  await sleep(BEFORE_MS)
  loss.isOn = true
  await sleep(LOSING_MS)
  loss.isOn = false
  await sleep(AFTER_MS)
  const { id: sessionId } = await server.sessionOf(id)
  const held = relay.held()
  // Each sends until it knows of the end: the relay is to see all of that, and the engine, too.
  call.fallSilent()
  await sleep(500)
  await server.panel('session.close', { sessionId })
  await sleep(1000)
  await call.hangUp()
  await relay.close()
  const { streams } = await server.panel('journal.streams', { sessionId })
  const stream = (way: 'in' | 'out'): RtpStreamSummary | undefined =>
    streams.find(({ direction, medium }) => direction === way && medium === 'audio')
  const [up, down] = [seenOf(relay, 'up'), seenOf(relay, 'down')]
  const series = await server.series(sessionId)
  const sum = (values: Float32Array) => values.reduce((all, one) => all + (Number.isNaN(one) ? 0 : one), 0)
  return [
    exact('Packets: sound from the client', up.came, stream('in')?.packets),
    exact('Packets: sound to the client', down.sent, stream('out')?.packets),
    exact('Packets: bytes from the client', up.bytesCame, stream('in')?.bytes, 'bytes'),
    exact('Packets: bytes to the client', down.bytesSent, stream('out')?.bytes, 'bytes'),
    exact('Packets: lost from the client', up.lost, stream('in')?.lost),
    exact('Packets: lost to the client, as it reports', down.lost, stream('out')?.report?.lost),
    exact('Stats: lost from the client, all columns', up.lost, sum(series('engine lost audio in'))),
    exact('Stats: lost to the client, all columns', down.lost, sum(series('engine lost audio out'))),
    exact('Stats: packets from the client, all columns', up.came, sum(series('engine packets audio in'))),
    exact(
      'Messages: from the client',
      MESSAGES,
      await rowsOf(server, sessionId, 'kind:message dir:in type:truth'),
      'n',
    ),
    {
      ...{ what: 'Stats: round trip, mean', unit: 'ms', within: 3 },
      truth: held.up + held.down,
      panel: meanOfSeries(series('engine rttMs')),
    },
  ]
}
