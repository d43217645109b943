import { SoundcheckError } from '../../contract/errors'
import type { ChannelLayout } from '../../contract/media'

/** What a handler's constructor takes; all of it is optional. Source: FastRTC's handler constructors. */
export interface HandlerOptions {
  /** Channels of the audio that `receive` is given: `'mono'` (the default) or `'stereo'`. */
  readonly expectedLayout?: ChannelLayout
  /** Hz; a multiple of 50, so that 20 ms are a whole number of samples; 24000 by default. */
  readonly outputSampleRate?: number
  /** @deprecated It is always `outputSampleRate / 50`; another value is warned about and ignored. */
  readonly outputFrameSize?: number
  /** Hz of the audio that `receive` is given; a multiple of 50; 48000 by default. */
  readonly inputSampleRate?: number
  /** Pictures per second that `videoEmit` is asked for; 1..240; 30 by default. */
  readonly fps?: number
}

export type ResolvedOptions = Required<HandlerOptions>

/** Lowest and highest sample rate that Soundcheck takes in or puts out, Hz. */
export const SAMPLE_RATE_RANGE_HZ = { min: 1_000, max: 192_000 } as const
const HIGHEST_FPS = 240

/**
 * The options with their defaults.
 *
 * @throws SoundcheckError `handler` that names the option and its range.
 */
export function resolveOptions(options: HandlerOptions): ResolvedOptions {
  const { expectedLayout = 'mono', fps = 30 } = options
  if (expectedLayout !== 'mono' && expectedLayout !== 'stereo') {
    throw badOption('expectedLayout', expectedLayout, "be 'mono' or 'stereo'")
  }
  if (typeof fps !== 'number' || !(fps >= 1 && fps <= HIGHEST_FPS)) {
    throw badOption('fps', fps, `be a number from 1 to ${HIGHEST_FPS}`)
  }
  const outputSampleRate = sampleRate('outputSampleRate', options.outputSampleRate ?? 24_000)
  const inputSampleRate = sampleRate('inputSampleRate', options.inputSampleRate ?? 48_000)
  const outputFrameSize = outputSampleRate / 50
  if (options.outputFrameSize !== undefined && options.outputFrameSize !== outputFrameSize) {
    console.warn(
      `outputFrameSize is deprecated and ignored: it is always outputSampleRate / 50 = ${outputFrameSize}`,
    )
  }
  return { expectedLayout, outputSampleRate, outputFrameSize, inputSampleRate, fps }
}

function sampleRate(name: string, value: number): number {
  const { min, max } = SAMPLE_RATE_RANGE_HZ
  if (typeof value === 'number' && value >= min && value <= max && value % 50 === 0) return value
  throw badOption(name, value, `be a multiple of 50 from ${min} to ${max} (Hz)`)
}

function badOption(name: string, value: unknown, must: string): SoundcheckError {
  return new SoundcheckError('handler', `${name} must ${must}; it is ${JSON.stringify(value)}`, {
    hint: `Correct ${name} in the options that the handler gives to super().`,
  })
}
