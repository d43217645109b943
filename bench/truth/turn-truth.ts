import { setTimeout as sleep } from 'node:timers/promises'
import { type Clip, makeClip } from '../../handlers/kit/testing/spoken-clip'
import type { CamePacket } from '../serve/call'
import type { BenchServer } from './bench-server'
import { type Claim, meanOf } from './claim'
import { openRelayedCall, type RelayedCall } from './relayed-call'
import { decodeSound, encodeSound, PACKET, RATE } from './sounds'

/** ms */
const DELAYS = { up: 20, down: 40 } as const
const TURN_WITHIN_MS = 40
const LATENCY_WITHIN_MS = 3
/** What the handler takes to answer, ms. */
const THINKS_MS = 250

/** Answers with half a second of a tone, a while after the person has finished. */
export const thinkingSource = `import { AdditionalOutputs, ReplyOnPause } from 'soundcheck'

const sound = Int16Array.from({ length: 12_000 }, (_, n) => 8000 * Math.sin((2 * Math.PI * 500 * n) / 24_000))

export default new ReplyOnPause(async function* () {
  const began = performance.now()
  await new Promise((resolve) => setTimeout(resolve, ${THINKS_MS}))
  yield [[24_000, sound], new AdditionalOutputs(performance.now() - began)]
})
`

const sentences = [
  'Hello there, can you hear me?',
  'Please turn off the light in the kitchen.',
  'Stop.',
  'Fifty five plus sixteen, how much is that?',
]
/** Longer than the end of a turn, the answer and the way take together, s. */
const PAUSE = 3
/** A sound at which the answer has begun: a hundredth of its own. */
const AUDIBLE = 0.0025

interface Turn {
  /** At the engine's socket: the last sample of speech, and the first of the answer; ms on this process's clock. */
  readonly spoken: number
  readonly heard: number
}

type Placed = Pick<CamePacket, 'payload' | 'at'>

/** Sample by sample: the first that can be heard after a while of silence, ms. */
function onsetsOf(packets: readonly Placed[]): readonly number[] {
  const sound = decodeSound(packets.map(({ payload }) => payload))
  const onsets: number[] = []
  let silent = RATE
  for (let n = 0; n < sound.length; n += 1) {
    if (Math.abs(sound[n] ?? 0) < AUDIBLE) {
      silent += 1
      continue
    }
    const at = timeOf(packets, n)
    if (silent >= RATE && at !== null) onsets.push(at)
    silent = 0
  }
  return onsets
}

function timeOf(packets: readonly { readonly at: number }[], sample: number): number | null {
  const packet = packets[Math.floor(sample / PACKET)]
  return packet ? packet.at + ((sample % PACKET) / RATE) * 1000 : null
}

function turnsOf({ call, relay }: RelayedCall, ends: readonly number[]): readonly Turn[] {
  const up = relay.seen.filter(({ way }) => way === 'up')
  const down = new Map(relay.seen.map((packet) => [packet.way === 'down' ? packet.sequence : -1, packet.at]))
  const came = call.came.audio.map(({ payload, sequence }) => ({
    payload,
    at: down.get(sequence) ?? Number.NaN,
  }))
  const onsets = onsetsOf(came)
  return ends.flatMap((end) => {
    const spoken = timeOf(up, Math.round(end * RATE))
    const heard = onsets.find((at) => spoken !== null && at > spoken && at < spoken + PAUSE * 1000)
    return spoken === null || heard === undefined ? [] : [{ spoken, heard }]
  })
}

/** The last sample of each sentence, as it was coded, that is not 30 dB below its loudest, s: what follows is breath. */
const endsOf = ({ spoken }: Clip, samples: Float32Array): readonly number[] =>
  spoken.map(({ start, end }) => {
    const from = Math.round(start * RATE)
    const sentence = samples.subarray(from, Math.round(end * RATE))
    const limit = sentence.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) * 10 ** (-30 / 20)
    return (from + sentence.findLastIndex((sample) => Math.abs(sample) > limit)) / RATE
  })

/** How long the handler's own clock says that it took, ms. */
async function thoughtTimes(server: BenchServer, sessionId: string): Promise<readonly number[]> {
  const filter = { text: 'kind:output', kinds: [], directions: [] }
  const { rows } = await server.panel('journal.query', { sessionId, filter, offset: 0, limit: 100 })
  return rows.map(({ summary }) => Number(/[\d.]+/.exec(summary)?.[0]))
}

/** A clip with known pauses: when turns ended, and how long the answers took. */
export async function turnTruth(server: BenchServer): Promise<readonly Claim[]> {
  const clip = makeClip([1.5, ...sentences.flatMap((sentence) => [sentence, PAUSE])])
  const id = `truth-turn-${process.pid}`
  const media = { audio: encodeSound(clip.samples), video: [] }
  const relayed = await openRelayedCall(`${server.url}/thinking`, id, media, {
    delays: DELAYS,
    loses: () => false,
  })
  const { call, relay } = relayed
  const { id: sessionId, openedAt } = await server.sessionOf(id)
  await sleep((clip.samples.length / RATE) * 1000 - 200)
  await call.hangUp()
  await sleep(1500)
  await relay.close()
  const spoken = decodeSound(call.sent.audio.map(({ payload }) => payload))
  const truths = turnsOf(relayed, endsOf(clip, spoken))
  const thought = await thoughtTimes(server, sessionId)
  const { turns } = await server.panel('journal.turns', { sessionId })
  const begun = openedAt - performance.timeOrigin
  const pairs = truths.flatMap((truth) => {
    const heardUs = (truth.heard - begun) * 1000
    const found = turns.find(({ toUs }) => Math.abs(toUs - heardUs) < 500_000)
    return found ? [{ truth, found }] : []
  })
  const mean = (of: (pair: (typeof pairs)[number]) => number) => meanOf(pairs.map(of))
  const worst = (of: (pair: (typeof pairs)[number]) => number) =>
    Math.max(...pairs.map((pair) => Math.abs(of(pair))))
  return [
    { what: 'Turns that were answered', unit: 'n', truth: truths.length, panel: turns.length, within: 0 },
    {
      ...{ what: 'Turns: end of speech, worst', unit: 'ms', truth: 0, within: TURN_WITHIN_MS },
      panel: worst(({ truth, found }) => found.fromUs / 1000 - (truth.spoken - begun)),
    },
    {
      ...{ what: 'Turns: first sound of the answer, worst', unit: 'ms', truth: 0, within: TURN_WITHIN_MS },
      panel: worst(({ truth, found }) => found.toUs / 1000 - (truth.heard - begun)),
    },
    {
      ...{ what: 'Turns: latency, mean of all', unit: 'ms', within: LATENCY_WITHIN_MS },
      truth: mean(({ truth }) => truth.heard - truth.spoken),
      panel: mean(({ found }) => found.totalMs),
    },
    {
      ...{ what: 'Turns: latency, worst of all', unit: 'ms', truth: 0, within: null },
      panel: worst(({ truth, found }) => found.totalMs - (truth.heard - truth.spoken)),
    },
    {
      ...{ what: 'Turns: share of the handler, mean', unit: 'ms', within: LATENCY_WITHIN_MS },
      truth: meanOf(thought),
      panel: mean(({ found }) => found.parts.handler),
    },
  ]
}
