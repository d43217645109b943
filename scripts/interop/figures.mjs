// What a client has measured, and what is wrong with it.

/**
 * @typedef {import('./tone.mjs').Tone} Tone
 * @typedef {{ width: number, height: number, fps: number, change: number }} Pictures `change`: how far the brightness of a place moves, of 255
 * @typedef {object} Figures what the client sent, what the handler says it got, and what the client got back
 * @property {number} connectMs from the start of the call until media can flow
 * @property {Tone | null} sent null = the client does not know how loud its own tone is, or how high
 * @property {Tone | null} heard by the handler
 * @property {Tone | null} back
 * @property {number | null} filmedFps pictures a second that were sent: by the client, or by a handler that only sends
 * @property {Pictures | null} seen by the handler
 * @property {Pictures | null} shown what came back
 * @property {boolean} hasPong a message was answered
 *
 * @typedef {object} Expected what can be told of a call
 * @property {boolean} heard the handler tells what it gets
 * @property {boolean} back something comes back
 * @property {boolean} messages they are answered
 */

/** How far a frequency may be off, as a share of it. */
const DETUNED = 0.02
/** How far an echo may be louder or softer: the loss that FFmpeg's standard matrix makes of mono is 3 dB. */
const GAIN_DB = 1.5
/** Share of the pictures that have to arrive; a busy machine sends fewer of them, and counts in other seconds. */
const LEAST_SHARE = 0.7
/** What a still picture does not reach. */
const LEAST_CHANGE = 0.5

/** @param {number} to @param {number} from */
export function decibels(to, from) {
  return 20 * Math.log10(Math.max(to, 1e-6) / Math.max(from, 1e-6))
}

/** @param {string} what @param {Tone | null} tone @param {Tone | null} like @returns {string[]} */
function toneFaults(what, tone, like) {
  if (!tone || tone.hz === 0) return [`${what}: no tone`]
  if (!like) return []
  const faults = []
  if (Math.abs(tone.hz - like.hz) > DETUNED * like.hz)
    faults.push(`${what}: ${tone.hz.toFixed(0)} Hz instead of ${like.hz.toFixed(0)}`)
  const gain = decibels(tone.level, like.level)
  if (Math.abs(gain) > GAIN_DB) faults.push(`${what}: ${gain.toFixed(1)} dB`)
  return faults
}

/** @param {string} what @param {Pictures | null} pictures @param {number} fps of what was sent @returns {string[]} */
function pictureFaults(what, pictures, fps) {
  if (!pictures || pictures.width === 0) return [`${what}: no pictures`]
  const faults = []
  if (pictures.fps === 0 || pictures.fps < LEAST_SHARE * fps)
    faults.push(`${what}: ${pictures.fps.toFixed(1)} of ${fps.toFixed(1)} pictures a second`)
  if (pictures.change < LEAST_CHANGE) faults.push(`${what}: the picture stands still`)
  return faults
}

/**
 * @param {Figures} figures @param {Expected & { video: boolean }} expected
 * @returns {string[]} what is wrong, a few words each
 */
export function faultsOf(figures, { heard, back, video, messages }) {
  const { sent, filmedFps, seen, shown, hasPong } = figures
  return [
    ...(heard ? toneFaults('sound to the handler', figures.heard, sent) : []),
    ...(back ? toneFaults('sound back', figures.back, figures.heard ?? sent) : []),
    ...(heard && video ? pictureFaults('pictures to the handler', seen, filmedFps ?? 0) : []),
    ...(back && video ? pictureFaults('pictures back', shown, seen?.fps ?? filmedFps ?? 0) : []),
    ...(messages && !hasPong ? ['no answer to a message'] : []),
  ]
}
