import type { LiveLoudness } from '../../../contract/loudness'
import { OPUS_SAMPLE_RATE } from '../../../contract/media'
import { type AudioResampler, createAudioResampler } from '../codecs/audio-resampler'
import { createLoudnessMeter } from '../codecs/loudness-meter'
import { createWireAudioDecoder, type WireAudioDecoder } from '../codecs/wire-audio-decoder'
import { createPhaseMeter } from '../media/phase-meter'
import type { WireAudio } from '../peer'

/** One packet of sound as it is on the wire, and how many are missing before it. */
export type HeardFrame = WireAudio & {
  readonly payload: Uint8Array
  readonly pts: number
  readonly lostBefore?: number
}

interface Decoding {
  readonly key: string
  readonly decoder: WireAudioDecoder
  readonly resampler: AudioResampler
}

const STEREO = { sampleRate: OPUS_SAMPLE_RATE, channels: 2 } as const
/** An Opus decoder that begins in the middle of sound is far too loud or too soft for some packets: those are not measured. */
const LEAD_IN = 15
/** What is made up for more lost packets in a row than this is nothing but noise. */
const MOST_CONCEALED = 10
/** When nothing came for as long as they are about, there is nothing to tell, ms (EBU Tech 3341). */
const MOMENTARY = 400
const SHORT_TERM = 3000
/** A longer gap in the timestamps is another stream, samples. */
const LONGEST_GAP = 60 * OPUS_SAMPLE_RATE

const keyOf = (audio: WireAudio): string =>
  [
    audio.codec,
    'sampleRate' in audio ? audio.sampleRate : '',
    'channels' in audio ? audio.channels : '',
  ].join()

function createDecoding(audio: WireAudio): Decoding {
  const decoder = createWireAudioDecoder(audio)
  return {
    key: keyOf(audio),
    decoder,
    resampler: createAudioResampler({ from: decoder.shape, to: STEREO }),
  }
}

/** Measures the packets of one side, decoded to stereo like those that a journal has. `now` in ms on the engine's clock. */
export function createSideMeter() {
  let meter = createLoudnessMeter()
  const phase = createPhaseMeter()
  let decoding: Decoding | undefined
  let leadIn = 0
  let arrivedAt: number | null = null
  /** Where the sound so far ends, in timestamps of Opus. */
  let endsAt: number | null = null

  function decodingOf(frame: HeardFrame): Decoding {
    if (decoding?.key === keyOf(frame)) return decoding
    closeDecoding()
    leadIn = frame.codec === 'opus' ? LEAD_IN : 0
    endsAt = null
    decoding = createDecoding(frame)
    return decoding
  }

  function closeDecoding(): void {
    decoding?.decoder.close()
    decoding?.resampler.close()
    decoding = undefined
  }

  function decoded({ decoder }: Decoding, payload: Uint8Array): Int16Array {
    try {
      return decoder.decode(payload)
    } catch {
      return decoder.conceal()
    }
  }

  function measure({ resampler }: Decoding, samples: Int16Array): void {
    if (endsAt !== null) endsAt += samples.length / STEREO.channels
    const stereo = resampler.push(samples)
    if (leadIn > 0) leadIn -= 1
    else {
      meter.push(stereo)
      phase.push(stereo)
    }
  }

  /** A sender of Opus that pauses leaves a gap in its timestamps. Not the time that passed: packets that are late are no silence. */
  function fillGap({ codec, pts }: HeardFrame): void {
    if (codec !== 'opus') return
    const gap = endsAt === null ? 0 : pts - endsAt
    if (gap > 0 && gap < LONGEST_GAP) meter.push(new Int16Array(gap * STEREO.channels))
    endsAt = pts
  }

  return {
    push(frame: HeardFrame, now: number): void {
      // Empty payloads are padding that probes the network.
      if (frame.payload.length === 0) return
      const from = decodingOf(frame)
      const lost = Math.min(frame.lostBefore ?? 0, MOST_CONCEALED)
      for (let n = 0; n < lost; n += 1) measure(from, from.decoder.conceal())
      fillGap(frame)
      measure(from, decoded(from, frame.payload))
      arrivedAt = now
    },
    /** null while nothing was to be heard yet. */
    read(now: number): LiveLoudness | null {
      if (arrivedAt === null) return null
      const { momentary, shortTerm } = meter.now()
      const quiet = now - arrivedAt
      return {
        ...meter.read(),
        momentary: quiet > MOMENTARY ? null : momentary,
        shortTerm: quiet > SHORT_TERM ? null : shortTerm,
        correlation: quiet > MOMENTARY ? null : phase.read(),
      }
    },
    /** From now on. */
    restart(): void {
      meter.close()
      meter = createLoudnessMeter()
    },
    close(): void {
      closeDecoding()
      meter.close()
    },
  }
}

export type SideMeter = ReturnType<typeof createSideMeter>
