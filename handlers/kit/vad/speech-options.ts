import { SoundcheckError } from '../../../contract/errors'

/**
 * When a turn begins and ends. Names and defaults are those of FastRTC's `AlgoOptions`; there a chunk is scored when it
 * is full, here the newest chunk is scored with every window, and what is newer in it counts more.
 */
export interface AlgoOptions {
  /** Seconds of sound that a decision looks back on; more is more patient, less is quicker. 0.1..10; 0.6 by default. */
  readonly audioChunkDuration: number
  /** Seconds of speech in the chunk that must be exceeded for a turn to begin; 0.2 by default. */
  readonly startedTalkingThreshold: number
  /** The turn ends when there are fewer seconds of speech than this in the chunk; 0.1 by default. */
  readonly speechThreshold: number
  /** Seconds after which a turn ends although the person speaks on; no limit by default. */
  readonly maxContinuousSpeechS: number
}

/** What counts as speech. Names and defaults are those of FastRTC's `SileroVadOptions`. */
export interface SileroVadOptions {
  /** Speech begins at this probability, and ends 0.15 below it; 0..1, 0.5 by default. */
  readonly threshold: number
  /** ms that somebody must have been speaking, with short gaps, before a turn begins: coughs are shorter. 250 by default. */
  readonly minSpeechDurationMs: number
  /**
   * Seconds of speech in one go after which the next short gap (98 ms) ends the turn; no limit by default. (Where
   * `maxContinuousSpeechS` cuts in the middle of a word.)
   */
  readonly maxSpeechDurationS: number
  /**
   * ms of silence that part two stretches of speech: less belongs together, so that a hesitant beginning ("so … I would
   * like") is part of the utterance and not lost. 2000 by default.
   */
  readonly minSilenceDurationMs: number
  /** Samples at 16 kHz over which the probability is averaged, 512 at least: more is calmer and slower. 1024 by default. */
  readonly windowSizeSamples: number
  /** ms of sound after the last speech that stay part of the utterance; 400 by default. */
  readonly speechPadMs: number
}

const algoDefaults: AlgoOptions = {
  audioChunkDuration: 0.6,
  startedTalkingThreshold: 0.2,
  speechThreshold: 0.1,
  maxContinuousSpeechS: Number.POSITIVE_INFINITY,
}

const vadDefaults: SileroVadOptions = {
  threshold: 0.5,
  minSpeechDurationMs: 250,
  maxSpeechDurationS: Number.POSITIVE_INFINITY,
  minSilenceDurationMs: 2000,
  windowSizeSamples: 1024,
  speechPadMs: 400,
}

type Range = readonly [min: number, max: number]

const algoRanges: { readonly [name in keyof AlgoOptions]: Range } = {
  audioChunkDuration: [0.1, 10],
  startedTalkingThreshold: [0, 10],
  speechThreshold: [0, 10],
  maxContinuousSpeechS: [0.1, Number.POSITIVE_INFINITY],
}

const vadRanges: { readonly [name in keyof SileroVadOptions]: Range } = {
  threshold: [0.01, 1],
  minSpeechDurationMs: [0, 60_000],
  maxSpeechDurationS: [0.1, Number.POSITIVE_INFINITY],
  minSilenceDurationMs: [0, 60_000],
  windowSizeSamples: [512, 16_000],
  speechPadMs: [0, 60_000],
}

/**
 * The options with their defaults.
 *
 * @throws SoundcheckError `handler` that names the option and its range.
 */
export function resolveAlgoOptions(given: Partial<AlgoOptions> = {}): AlgoOptions {
  const options = resolve('algoOptions', given, algoDefaults, algoRanges)
  for (const name of ['startedTalkingThreshold', 'speechThreshold'] as const) {
    if (options[name] < options.audioChunkDuration) continue
    throw new SoundcheckError(
      'handler',
      `algoOptions.${name} (${options[name]} s) is not below audioChunkDuration (${options.audioChunkDuration} s)`,
      { hint: 'It counts seconds of speech within that chunk: make it smaller, or the chunk longer.' },
    )
  }
  return options
}

/** {@link resolveAlgoOptions} for what counts as speech. */
export function resolveVadOptions(given: Partial<SileroVadOptions> = {}): SileroVadOptions {
  return resolve('modelOptions', given, vadDefaults, vadRanges)
}

function resolve<T extends object>(
  of: string,
  given: Partial<T>,
  defaults: T,
  ranges: { readonly [name in keyof T]: Range },
): T {
  for (const [name, value] of Object.entries(given)) {
    const range = ranges[name as keyof T] as Range | undefined
    if (range === undefined) throw badOption(`${of}.${name} is no option`, Object.keys(ranges).join(', '))
    if (value === undefined || (typeof value === 'number' && value >= range[0] && value <= range[1])) continue
    throw badOption(`${of}.${name} is ${JSON.stringify(value)}`, `a number from ${range[0]} to ${range[1]}`)
  }
  const known = Object.entries(given).filter(([, value]) => value !== undefined)
  return { ...defaults, ...Object.fromEntries(known) }
}

function badOption(message: string, expected: string): SoundcheckError {
  return new SoundcheckError('handler', `${message}; expected ${expected}`, {
    hint: 'Correct it in the options that ReplyOnPause is made with.',
  })
}
