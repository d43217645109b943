import { setTimeout as sleep } from 'node:timers/promises'
import { type FramePath, totalMs } from '../../contract/frame-path'
import { encodePictures } from '../serve/numbered-pictures'
import type { BenchServer } from './bench-server'
import { reportedTimes } from './call-truth'
import { type Claim, meanOf, quantileOf } from './claim'
import type { Relay } from './relay'
import { openRelayedCall } from './relayed-call'
import { encodeSound, tone } from './sounds'

const SECONDS = 12
const WITHIN_MS = 3
const DELAYS = { up: 10, down: 10 } as const

/** Gives back each block after having worked for 4, 8 or 12 ms on it, and says how long that took by its own clock. */
export const workingSource = `import { type AudioFrame, type EmitType, StreamHandler } from 'soundcheck'

export default class Working extends StreamHandler {
  readonly #times: number[] = []
  #answer: AudioFrame | null = null
  receive(frame: AudioFrame): void {
    const began = performance.now()
    const wanted = 4 + 4 * (this.#times.length % 3)
    while (performance.now() - began < wanted);
    this.#times.push(performance.now() - began)
    this.#answer = frame
  }
  emit(): EmitType {
    const answer = this.#answer
    this.#answer = null
    return answer
  }
  override onMessage(message: unknown): void {
    if (message === 'report') void this.sendMessage(JSON.stringify(this.#times))
  }
  copy(): Working {
    return new Working()
  }
}
`

/** The streams of one medium, both ways. */
interface Streams {
  readonly in: number | undefined
  readonly out: number | undefined
}

/** How long a frame took at the relay: from when its first packet was passed on until the last of its answer came; null = not seen. */
function seenMs({ seen }: Relay, streams: Streams, { inTs, outTs }: FramePath): number | null {
  const of = (ssrc: number | undefined, timestamp: number | null) =>
    seen.filter((packet) => packet.ssrc === ssrc && packet.timestamp === timestamp).map(({ at }) => at)
  const [came, went] = [of(streams.in, inTs), of(streams.out, outTs)]
  return came.length > 0 && went.length > 0 ? Math.max(...went) - Math.min(...came) : null
}

const half = (values: readonly number[]) => quantileOf(values, 0.5)

function claimsOf(
  what: string,
  relay: Relay,
  streams: Streams,
  paths: readonly FramePath[],
): readonly Claim[] {
  const pairs = paths.flatMap((path) => {
    const ms = seenMs(relay, streams, path)
    return ms === null ? [] : [{ truth: ms, panel: totalMs(path) }]
  })
  const claim = (name: string, of: (values: readonly number[]) => number): Claim => ({
    ...{ what: `Timing: ${what}, ${name}`, unit: 'ms', within: WITHIN_MS },
    truth: of(pairs.map(({ truth }) => truth)),
    panel: of(pairs.map(({ panel }) => panel)),
  })
  const off = pairs.map(({ truth, panel }) => Math.abs(panel - truth))
  return [
    {
      ...{ what: `Timing: ${what}, frames of which the relay saw both ends`, unit: 'frames', within: 0 },
      ...{ truth: paths.length, panel: pairs.length },
    },
    claim('half', half),
    claim('mean', meanOf),
    claim('95 %', (values) => quantileOf(values, 0.95)),
    {
      ...{ what: `Timing: ${what}, 95 % of the frames are off by at most`, unit: 'ms', within: WITHIN_MS },
      ...{ truth: 0, panel: quantileOf(off, 0.95) },
    },
  ]
}

/** The way of sound and pictures through the handler's end, as the relay around it sees it. */
async function wayTruth(server: BenchServer): Promise<readonly Claim[]> {
  const id = `truth-frame-${process.pid}`
  const media = { audio: encodeSound(tone(997, 0.1, 2)), video: encodePictures() }
  const network = { delays: DELAYS, loses: () => false }
  const { call, relay } = await openRelayedCall(`${server.url}/video`, id, media, network)
  const { id: sessionId } = await server.sessionOf(id)
  await sleep(SECONDS * 1000)
  const { audio, video } = await server.panel('journal.paths', { sessionId })
  const { streams } = await server.panel('journal.streams', { sessionId })
  const ssrcOf = (direction: 'in' | 'out', medium: string) =>
    streams.find((stream) => stream.direction === direction && stream.medium === medium)?.ssrc
  const of = (medium: string): Streams => ({ in: ssrcOf('in', medium), out: ssrcOf('out', medium) })
  await call.hangUp()
  await relay.close()
  return [
    ...claimsOf('sound', relay, of('audio'), audio.newest),
    ...claimsOf('pictures', relay, of('video'), video.newest),
  ]
}

/** The share of the handler in it, as that says it by its own clock. */
async function shareTruth(server: BenchServer): Promise<readonly Claim[]> {
  const id = `truth-share-${process.pid}`
  const media = { audio: encodeSound(tone(997, 0.1, 2)), video: [] }
  const { call, relay } = await openRelayedCall(`${server.url}/working`, id, media, {
    ...{ delays: DELAYS, loses: () => false },
  })
  await call.client.opened
  const { id: sessionId } = await server.sessionOf(id)
  await sleep(SECONDS * 1000)
  const times = await reportedTimes(call)
  const { summaries } = await server.panel('journal.paths', { sessionId })
  await call.hangUp()
  await relay.close()
  const handler = summaries.find(({ version }) => version === null)?.steps.handler
  return (['p50', 'p95'] as const).map((name) => ({
    ...{ what: `Timing: share of the handler in a block, ${name}`, unit: 'ms', within: WITHIN_MS },
    ...{ truth: quantileOf(times, name === 'p50' ? 0.5 : 0.95), panel: handler?.[name] ?? Number.NaN },
  }))
}

export const frameTruth = async (server: BenchServer): Promise<readonly Claim[]> => [
  ...(await wayTruth(server)),
  ...(await shareTruth(server)),
]
