import type { SessionBudget } from '../../contract/budget'
import { BLOCK_MS } from '../../contract/media'
import type { QueueReading } from '../../contract/state'
import type { EndDelays } from './end-delays'

/** Where the time of one block of sound goes on its way through an echo or a filter, in this order. */
export const pathParts = [
  ...(['capture', 'packet', 'uplink', 'inputQueue', 'handler', 'outputQueue'] as const),
  ...(['downlink', 'buffer', 'playout', 'unexplained'] as const),
] as const
export type PathPart = (typeof pathParts)[number]

export const pathWords: { readonly [P in PathPart]: { readonly name: string; readonly about: string } } = {
  capture: { name: 'Capture', about: 'from the microphone to the browser, as the device says' },
  packet: { name: 'Packet', about: 'until a block is full: the first sample of a packet waits for the last' },
  uplink: { name: 'Uplink', about: 'half of the round trip' },
  inputQueue: { name: 'Input queue', about: 'until receive was called, half of the blocks' },
  handler: { name: 'Handler', about: 'the call of receive, half of them' },
  outputQueue: { name: 'Output queue', about: 'what waits to be sent now' },
  downlink: { name: 'Downlink', about: 'half of the round trip' },
  buffer: { name: 'Jitter buffer', about: 'what the browser held back in the last seconds' },
  playout: { name: 'Playout', about: 'from the browser to the loudspeaker, as the browser estimates it' },
  unexplained: {
    name: 'Unexplained',
    about:
      'measured beyond that: decoding, encoding, the clock of 20 ms, and what the handler itself holds back',
  },
}

/** What is known of the way, ms. */
export interface PathSources extends EndDelays {
  /** Between what was sent and what came back, in this window. */
  readonly delayMs: number
  readonly budget: Pick<SessionBudget, 'methods'> | null
  readonly queues: readonly QueueReading[]
}

export interface SoundPath {
  readonly totalMs: number
  /** ms; they add up to the total. */
  readonly parts: { readonly [P in PathPart]: number }
}

/** From mouth to ear, and what is known of where the time went. */
export function pathOf(sources: PathSources): SoundPath {
  const { delayMs, captureMs: capture, playoutMs: playout, bufferMs: buffer, rttMs, budget, queues } = sources
  const receive = budget?.methods.find(({ method, version }) => method === 'receive' && version === null)
  const out = queues.find(({ name }) => name === 'audio out')
  const known = {
    ...{ capture, packet: BLOCK_MS, uplink: rttMs / 2 },
    ...{ inputQueue: receive?.waitMs?.p50 ?? 0, handler: receive?.ms.p50 ?? 0 },
    ...{ outputQueue: out?.unit === 'ms' ? out.depth : 0, downlink: rttMs / 2, buffer, playout },
  }
  const totalMs = delayMs + capture + playout
  const unexplained = totalMs - Object.values(known).reduce((sum, ms) => sum + ms, 0)
  return { totalMs, parts: { ...known, unexplained } }
}
