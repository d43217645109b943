import type { ChannelCount } from '../../contract/media'
import { SAMPLE_RATE_RANGE_HZ } from '../kit/handler-options'
import { describeValue } from './describe-value'
import type { Medium, Reading } from './interpret-emit'

/** Emitted audio, ready to be posted: a copy of the author's samples. */
export interface EmittedSamples {
  /** Interleaved. */
  readonly samples: Int16Array<ArrayBuffer>
  readonly sampleRate: number
  readonly channels: ChannelCount
}

/** More in one value is a mistake (a whole file at a wrong rate, a forgotten slice) rather than speech. */
const LONGEST_VALUE_IN_S = 60

/**
 * @param channelsOf how many channels an array without a layout has: 2 for one that `receive` gave in stereo.
 */
export function createAudioMedium(
  channelsOf: (samples: ArrayBufferView) => ChannelCount,
): Medium<EmittedSamples> {
  return {
    expected:
      '[sampleRate, Int16Array | Float32Array], with a layout or not, alone or in a pair with AdditionalOutputs or CloseStream; or one of these two; or null',
    claims: (value) =>
      Array.isArray(value) && (value.length === 2 || value.length === 3) && typeof value[0] === 'number',
    read: (value) => readAudio(value as readonly unknown[], channelsOf),
  }
}

function readAudio(
  [sampleRate, samples, layout]: readonly unknown[],
  channelsOf: (samples: ArrayBufferView) => ChannelCount,
): Reading<EmittedSamples | null> {
  const { min, max } = SAMPLE_RATE_RANGE_HZ
  if (
    typeof sampleRate !== 'number' ||
    !Number.isInteger(sampleRate) ||
    sampleRate < min ||
    sampleRate > max
  ) {
    return complain(
      `audio with the sample rate ${String(sampleRate)}; expected a whole number from ${min} to ${max}`,
    )
  }
  if (layout !== undefined && layout !== 'mono' && layout !== 'stereo') {
    return complain(`audio with the layout ${describeValue(layout)}; expected 'mono' or 'stereo'`)
  }
  if (Array.isArray(samples)) return readPlanar(sampleRate, samples, layout)
  if (!isSamples(samples)) {
    return complain(
      `audio whose samples are ${describeValue(samples)}; expected an Int16Array or a Float32Array`,
    )
  }
  const channels = layout === undefined ? channelsOf(samples) : layout === 'stereo' ? 2 : 1
  return finish(sampleRate, channels, samples)
}

function readPlanar(
  sampleRate: number,
  planes: readonly unknown[],
  layout: 'mono' | 'stereo' | undefined,
): Reading<EmittedSamples | null> {
  const [left, right] = planes
  if (planes.length !== 2 || !isSamples(left) || !isSamples(right) || isFloat(left) !== isFloat(right)) {
    return complain(
      `audio whose samples are ${describeValue(planes)}; expected planar [left, right], both Int16Array or both Float32Array`,
    )
  }
  if (left.length !== right.length) {
    return complain(`planar audio with ${left.length} samples left and ${right.length} right`)
  }
  if (layout === 'mono') return complain("planar [left, right] audio with the layout 'mono'")
  const tooLong = lengthComplaint(sampleRate, left.length)
  if (tooLong !== null) return complain(tooLong)
  const interleaved = isFloat(left) ? new Float32Array(left.length * 2) : new Int16Array(left.length * 2)
  for (let index = 0; index < left.length; index++) {
    interleaved[index * 2] = left[index] ?? 0
    interleaved[index * 2 + 1] = right[index] ?? 0
  }
  return finish(sampleRate, 2, interleaved)
}

function finish(
  sampleRate: number,
  channels: ChannelCount,
  given: Int16Array | Float32Array,
): Reading<EmittedSamples | null> {
  if (given.length === 0) return { ok: true, value: null }
  if (given.length % channels !== 0) {
    return complain(`stereo audio with an odd number of samples (${given.length})`)
  }
  const tooLong = lengthComplaint(sampleRate, given.length / channels)
  if (tooLong !== null) return complain(tooLong)
  if (!(given instanceof Float32Array)) {
    return { ok: true, value: { samples: new Int16Array(given), sampleRate, channels } }
  }
  const nan = given.findIndex(Number.isNaN)
  if (nan >= 0) return complain(`audio with NaN, first at sample ${nan}`)
  return { ok: true, value: { samples: toInt16(given), sampleRate, channels } }
}

/** To be asked before anything is copied. */
function lengthComplaint(sampleRate: number, samples: number): string | null {
  const seconds = samples / sampleRate
  if (seconds <= LONGEST_VALUE_IN_S) return null
  return `${seconds.toFixed(1)} s of audio in one value; expected at most ${LONGEST_VALUE_IN_S} s: give it in parts`
}

/** The exact reverse of the kit's `audioToFloat32`, so that what passes through unchanged stays unchanged. */
function toInt16(samples: Float32Array): Int16Array<ArrayBuffer> {
  const integers = new Int16Array(samples.length)
  for (let index = 0; index < samples.length; index++) {
    integers[index] = Math.max(-32_768, Math.min(32_767, Math.round((samples[index] ?? 0) * 32_768)))
  }
  return integers
}

function isSamples(value: unknown): value is Int16Array | Float32Array {
  return value instanceof Int16Array || value instanceof Float32Array
}

function isFloat(value: Int16Array | Float32Array): value is Float32Array {
  return value instanceof Float32Array
}

function complain(complaint: string): { ok: false; complaint: string } {
  return { ok: false, complaint }
}
