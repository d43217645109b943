// Runs the kit's own ReplyOnPause, as it ships, with a probability curve in place of a voice: what the pictures show is what
// the code does.
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { root } from '../setup/run.mjs'

const RATE = 16_000
const BLOCK = RATE / 50
const WINDOW = 512
const WINDOW_IN_S = WINDOW / RATE
/** Each sample says where it lies: this many of them have the same value, so that half a minute fits into 16 bits. */
const STEP = 8

const KIT = `
export { EventLoop } from './handlers/kit/event-loop'
export { attachRuntime } from './handlers/kit/stream-handler-base'
export { ReplyOnPause } from './handlers/kit/turns/reply-on-pause'
export { quiet, stepTurn } from './handlers/kit/turns/turn-machine'
export { turnTakerOf } from './handlers/kit/turns/turn-taker'
`

/** @typedef {{ name: string, at: number, soundAt: number | null }} TurnEvent */
/** @typedef {readonly [start: number, end: number]} Span in seconds */
/**
 * @typedef {object} ConversationRun all times in seconds
 * @property {readonly { name: string, at: number }[]} events
 * @property {readonly Span[]} utterances what the reply function was given
 * @property {readonly Span[]} replies when a reply could be heard
 * @property {readonly number[]} probabilities averaged over `windowSizeSamples`, one each 32 ms
 */

/** The parts of the kit that a conversation needs, bundled once. */
export async function loadKit() {
  const outfile = path.join(root, 'node_modules', '.cache', `soundcheck-guide-${process.pid}.mjs`)
  await build({
    stdin: { contents: KIT, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'error',
  })
  try {
    return await import(pathToFileURL(outfile).href)
  } finally {
    fs.rmSync(outfile, { force: true })
  }
}

/** @param {(seconds: number) => number} curve */
function curveModel(curve) {
  return {
    sampleRate: RATE,
    windowSize: WINDOW,
    open() {
      let windows = 0
      return { reset: () => undefined, probability: () => curve((windows++ + 0.5) * WINDOW_IN_S) }
    },
  }
}

/** @param {Int16Array} samples @returns {Span} */
function spanOf(samples) {
  const timeOf = (/** @type {number | undefined} */ sample) => (((sample ?? 0) + 32_768) * STEP) / RATE
  return [timeOf(samples[0]), timeOf(samples.at(-1))]
}

/** Plays what was emitted, in real time by the samples that were heard. @param {() => number} now ms */
function createPlayback(now) {
  /** @type {[number, number][]} */
  const spans = []
  let until = 0
  let isCut = false
  return {
    spans,
    isPlayed: () => until <= now(),
    /** @param {number} ms */
    emitted(ms) {
      const last = spans.at(-1)
      const from = Math.max(until, now())
      until = from + ms
      if (last && last[1] === from && !isCut) last[1] = until
      else spans.push([from, until])
      isCut = false
    },
    clear() {
      until = now()
      isCut = true
      const last = spans.at(-1)
      if (last) last[1] = Math.min(last[1], until)
    },
  }
}

/**
 * @param {any} kit see `loadKit`
 * @param {{ curve: (seconds: number) => number, seconds: number, options?: object, replyInS?: number }} what
 * @returns {Promise<ConversationRun>}
 */
export async function runConversation(kit, { curve, seconds, options = {}, replyInS = 0 }) {
  let now = 0
  const playback = createPlayback(() => now)
  /** @type {TurnEvent[]} */
  const events = []
  /** @type {Span[]} */
  const utterances = []
  /** @type {number[]} */
  const probabilities = []
  const handler = new kit.ReplyOnPause(
    function* (/** @type {[number, Int16Array]} */ [, samples]) {
      utterances.push(spanOf(samples))
      yield replyInS > 0 ? [RATE, new Int16Array(replyInS * RATE)] : null
    },
    { inputSampleRate: RATE, model: curveModel(curve), ...options },
  )
  const fail = (/** @type {unknown} */ thrown) => {
    throw thrown
  }
  handler[kit.attachRuntime]({
    loop: new kit.EventLoop(() => now, fail),
    signal: new AbortController().signal,
    inputsAreDeclared: true,
    talkInput: null,
    clearQueue: playback.clear,
    isPlayed: playback.isPlayed,
    reportTurn: (/** @type {TurnEvent} */ event) => events.push(event),
    reportSpeech: (/** @type {{ probabilities: number[] }} */ report) =>
      probabilities.push(...report.probabilities),
    whenMessagesInStep: async () => undefined,
    sendSync: () => undefined,
    waitForInputsSync: () => undefined,
  })
  for (let at = 0; at + BLOCK <= seconds * RATE; at += BLOCK) {
    now = ((at + BLOCK) * 1000) / RATE
    const block = Int16Array.from({ length: BLOCK }, (_, n) => Math.floor((at + n) / STEP) - 32_768)
    await handler.receive([RATE, block])
    for (let value = await handler.emit(); value; value = await handler.emit())
      playback.emitted((1000 * value[1].length) / value[0])
    kit.turnTakerOf(handler).played()
  }
  return {
    events: events.map(({ name, at }) => ({ name, at: at / 1000 })),
    utterances,
    replies: playback.spans.map(([from, to]) => [from / 1000, to / 1000]),
    probabilities,
  }
}
