import { msText } from '../budget/budget-words'
import type { FrameMedium } from './frame-ends'
import type { Way, WayPart } from './frame-ways'
import { wholeMs } from './latency-words'

export const wayWords: { readonly [P in WayPart]: { readonly name: string; readonly about: string } } = {
  capture: { name: 'Capture', about: 'from the microphone to the browser, as the device says' },
  uplink: {
    name: 'Uplink',
    about: 'from its capture until its first packet came: packing, encoding, network',
  },
  arrival: { name: 'Arrival', about: 'from its first packet to its last' },
  reorder: { name: 'Reorder', about: 'until no packet before it was missing' },
  decode: { name: 'Decode', about: 'decoded, and converted to what the handler asks for' },
  inputQueue: { name: 'Input queue', about: 'until the handler was called with it' },
  handler: { name: 'Handler', about: 'from then until it had emitted the answer' },
  outputQueue: { name: 'Output queue', about: 'until what was emitted before it had been sent' },
  pacing: { name: 'Pacing', about: 'until its time had come: every 20 ms, or at the handler’s fps' },
  encode: { name: 'Encode', about: 'encoded, encrypted and sent' },
  downlink: { name: 'Downlink', about: 'to this window; of sound, half of the round trip' },
  clientDecode: { name: 'Decode here', about: 'decoded in this window' },
  buffer: { name: 'Jitter buffer', about: 'what the browser held it back, so that it plays evenly' },
  playout: {
    name: 'Playout',
    about: 'until the loudspeaker or the screen had it, as the browser estimates it',
  },
  unexplained: {
    name: 'Unexplained',
    about: 'what is heard or seen beyond that: mostly what the handler itself keeps back',
  },
}

/** A way in words: its total, and the parts that it is made of. */
export function wayText({ totalMs, parts }: Way, shown: readonly WayPart[]): string {
  const told = shown.map((part) => `${wayWords[part].name} ${msText(parts[part] ?? 0)}`)
  return `${msText(totalMs)}: ${told.join(', ')}`
}

const ends: { readonly [M in FrameMedium]: string } = {
  audio: 'from your mouth to your ear',
  video: 'from the camera to the screen',
}
const frames: { readonly [M in FrameMedium]: string } = { audio: 'blocks of sound', video: 'pictures' }

export interface Headline {
  readonly ms: string
  readonly where: string
  readonly how: string
}

/** What was measured beside the frames, in what is heard or seen: `how` says by what. */
export interface MeasuredTotal {
  readonly ms: number
  readonly how: string
}

/** The same as a headline. */
export const measuredHeadline = (medium: FrameMedium, { ms, how }: MeasuredTotal): Headline => ({
  ...{ ms: wholeMs(ms), where: ends[medium], how },
})

/** Half of the frames take at most so long, and how that is known. */
export function framesHeadline(medium: FrameMedium, p50: number, count: number, isWhole: boolean): Headline {
  if (isWhole)
    return {
      ...{ ms: wholeMs(p50), where: ends[medium] },
      how: `half of the last ${count} ${frames[medium]}; each is followed from its capture by its timestamps`,
    }
  return {
    ...{ ms: msText(p50), where: 'at the handler’s end' },
    how: `half of ${count.toLocaleString('en')} ${frames[medium]}, from the packet that came to the packet that was sent`,
  }
}
