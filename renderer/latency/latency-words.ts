import type { LatencyPart, TurnLatency } from '../../contract/turn-latency'
import type { Grade } from '../design/grade'

export const partWords: { readonly [P in LatencyPart]: { readonly name: string; readonly about: string } } = {
  endOfTurn: {
    name: 'End of turn',
    about: 'From the end of the speech, as the detector has it, until it was sure that you had finished',
  },
  handler: { name: 'Handler', about: 'From then until the handler emitted the first sound of its reply' },
  output: { name: 'Output', about: 'From then until the first sound that can be heard was sent' },
  unexplained: {
    name: 'Unexplained',
    about:
      'What the waveforms say beyond that: mostly that speech ended earlier or later than the detector has it',
  },
}

/**
 * What people take for a quick answer, ms: half of the answers within the first, nearly all within the second.
 * Source: figures of operators of voice agents; people answer each other within 200 to 300 ms.
 */
export const QUICK_MS = 800
export const SLOW_MS = 1500

export function latencyTone(ms: number): Grade {
  if (ms > SLOW_MS) return 'over'
  return ms > QUICK_MS ? 'tight' : 'good'
}

export const wholeMs = (ms: number): string => `${Math.round(ms).toLocaleString('en').replace('-', '−')} ms`

/** A turn in words: its total, and the parts that it is made of. */
export function turnText({ totalMs, parts }: TurnLatency): string {
  const told = Object.entries(parts).map(
    ([part, ms]) => `${partWords[part as LatencyPart].name} ${wholeMs(ms)}`,
  )
  return `${wholeMs(totalMs)}: ${told.join(', ')}`
}
