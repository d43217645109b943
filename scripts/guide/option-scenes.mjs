// What each picture of an option shows: a voice as a probability curve, and the values that are compared.

/**
 * @typedef {object} Lane one value of the option
 * @property {string} label
 * @property {object} options as `ReplyOnPause` takes them
 * @property {number} [threshold] drawn across the curve, if it is not the same in all lanes
 */
/**
 * @typedef {object} Scene
 * @property {string} name of the file, without its ending
 * @property {string} title
 * @property {number} seconds
 * @property {(seconds: number) => number} curve
 * @property {readonly Lane[]} lanes
 * @property {readonly { at: number, label: string }[]} limits lines across the curve
 * @property {number} [replyInS] how long each reply plays
 * @property {'averaged'} [curves] draws the curve of each lane, as it is after averaging
 */

/** @typedef {readonly [start: number, end: number, level?: number]} Word in seconds */

const EDGE_IN_S = 0.05

/** @param {number} x 0..1 */
const smooth = (x) => {
  const clamped = Math.min(1, Math.max(0, x))
  return clamped * clamped * (3 - 2 * clamped)
}

/**
 * A voice: nearly certain within a word, nearly nothing between them.
 * @param {readonly Word[]} words @returns {(seconds: number) => number}
 */
function voice(words) {
  return (t) =>
    words.reduce((highest, [start, end, level = 0.97]) => {
      const shape = smooth((t - start) / EDGE_IN_S) * smooth((end - t) / EDGE_IN_S)
      const tremble = 1 - 0.05 * (0.5 + 0.5 * Math.sin(t * 37))
      return Math.max(highest, level * shape * tremble)
    }, 0.02)
}

/** @param {string} name @param {readonly unknown[]} values @param {'algoOptions' | 'modelOptions' | null} group */
function lanes(name, values, group, preset = {}) {
  return values.map((value) => {
    const given = value === undefined ? {} : { [name]: value }
    return {
      label: value === undefined ? 'no limit' : String(value),
      options: group === null ? { ...preset, ...given } : { ...preset, [group]: given },
    }
  })
}

/** @param {readonly Lane[]} all @param {number} at which of them is the default */
const withDefault = (all, at) =>
  all.map((lane, n) => (n === at ? { ...lane, label: `${lane.label} (default)` } : lane))

const DEFAULT_LIMIT = [{ at: 0.5, label: 'threshold' }]
const WORD = voice([[0.8, 1.9]])
const CRACKLE = /** @type {Word[]} */ (
  Array.from({ length: 16 }, (_, n) => [0.5 + n * 0.064, 0.5 + n * 0.064 + 0.032])
)

/** @param {number} t windows of 32 ms, every other of them loud */
function crackling(t) {
  const isLoud = CRACKLE.some(([start, end]) => t >= start && t < end)
  return isLoud ? 0.9 : voice([[2.2, 3.1]])(t)
}

/** @type {readonly Scene[]} */
export const optionScenes = [
  {
    name: 'audio-chunk-duration',
    title: 'algoOptions.audioChunkDuration (s)',
    seconds: 4,
    curve: voice([
      [0.6, 1.3],
      [1.75, 2.5],
    ]),
    lanes: withDefault(lanes('audioChunkDuration', [0.3, 0.6, 1.2], 'algoOptions'), 1),
    limits: DEFAULT_LIMIT,
  },
  {
    name: 'started-talking-threshold',
    title: 'algoOptions.startedTalkingThreshold (s)',
    seconds: 3,
    curve: WORD,
    lanes: withDefault(lanes('startedTalkingThreshold', [0.2, 0.5, 0.57], 'algoOptions'), 0),
    limits: DEFAULT_LIMIT,
  },
  {
    name: 'speech-threshold',
    title: 'algoOptions.speechThreshold (s)',
    seconds: 3,
    curve: WORD,
    lanes: withDefault(lanes('speechThreshold', [0.01, 0.1, 0.3], 'algoOptions'), 1),
    limits: DEFAULT_LIMIT,
  },
  {
    name: 'max-continuous-speech',
    title: 'algoOptions.maxContinuousSpeechS (s)',
    seconds: 6,
    curve: voice([[0.6, 5]]),
    lanes: withDefault(lanes('maxContinuousSpeechS', [undefined, 2], 'algoOptions'), 0),
    limits: DEFAULT_LIMIT,
  },
  {
    name: 'threshold',
    title: 'modelOptions.threshold (probability)',
    seconds: 5,
    curve: voice([
      [0.6, 1.5],
      [2.8, 3.8, 0.62],
    ]),
    lanes: withDefault(lanes('threshold', [0.5, 0.7], 'modelOptions'), 0),
    limits: [
      { at: 0.5, label: '0.5' },
      { at: 0.7, label: '0.7' },
    ],
  },
  {
    name: 'min-speech-duration',
    title: 'modelOptions.minSpeechDurationMs (ms)',
    seconds: 6,
    curve: voice([
      [0.6, 0.8],
      [3.6, 4.7],
    ]),
    lanes: withDefault(lanes('minSpeechDurationMs', [100, 250, 600], 'modelOptions'), 1),
    limits: DEFAULT_LIMIT,
  },
  {
    name: 'max-speech-duration',
    title: 'modelOptions.maxSpeechDurationS (s)',
    seconds: 6,
    curve: voice([
      [0.6, 1.5],
      [1.7, 3.2],
      [3.4, 5],
    ]),
    lanes: withDefault(lanes('maxSpeechDurationS', [undefined, 2], 'modelOptions'), 0),
    limits: DEFAULT_LIMIT,
  },
  {
    name: 'min-silence-duration',
    title: 'modelOptions.minSilenceDurationMs (ms)',
    seconds: 4,
    curve: voice([
      [0.6, 0.74],
      [1.6, 2.6],
    ]),
    lanes: withDefault(lanes('minSilenceDurationMs', [500, 2000], 'modelOptions'), 1),
    limits: DEFAULT_LIMIT,
  },
  {
    name: 'window-size',
    title: 'modelOptions.windowSizeSamples (samples at 16 kHz)',
    seconds: 4,
    curve: crackling,
    lanes: withDefault(lanes('windowSizeSamples', [512, 1024, 4096], 'modelOptions'), 1),
    limits: DEFAULT_LIMIT,
    curves: 'averaged',
  },
  {
    name: 'speech-pad',
    title: 'modelOptions.speechPadMs (ms)',
    seconds: 3,
    curve: WORD,
    lanes: withDefault(lanes('speechPadMs', [0, 150, 400], 'modelOptions'), 2),
    limits: DEFAULT_LIMIT,
  },
  {
    name: 'pre-roll',
    title: 'preRollMs (ms)',
    seconds: 3,
    curve: voice([[1.2, 2.2]]),
    lanes: withDefault(lanes('preRollMs', [0, 300, 1000], null), 1),
    limits: DEFAULT_LIMIT,
  },
  {
    name: 'barge-in',
    title: 'interruptOn and canInterrupt: the person speaks into a reply of 3 s',
    seconds: 8,
    curve: voice([
      [0.4, 1.2],
      [2.8, 4],
    ]),
    replyInS: 3,
    lanes: [
      { label: "'start' (default)", options: {} },
      { label: "interruptOn: 'pause'", options: { interruptOn: 'pause' } },
      { label: 'canInterrupt: false', options: { canInterrupt: false } },
    ],
    limits: DEFAULT_LIMIT,
  },
  {
    name: 'turn',
    title: 'A turn with the default options',
    seconds: 4.4,
    curve: voice([
      [0.9, 1.3],
      [1.4, 2.1],
    ]),
    replyInS: 1.2,
    lanes: [{ label: 'a turn', options: {} }],
    limits: DEFAULT_LIMIT,
  },
]
