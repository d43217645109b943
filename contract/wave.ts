/** What the bytes of a `sound` row are: the lowest and the highest sample of each step, 16 bits each, one step after the other. */

/** Length of a step, ms: eight of them in a block. */
export const WAVE_STEP_MS = 2.5

/** Bytes of a step: low, high. */
const STEP_BYTES = 4

const FULL = 32_767

const toSample = (amplitude: number): number => Math.round(FULL * Math.max(-1, Math.min(1, amplitude)))

/**
 * The bytes of a wave.
 *
 * @param amplitudes low and high of each step in turn, -1..1; what is beyond is full scale
 */
export function waveBytes(amplitudes: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(amplitudes.length * 2))
  for (let at = 0; at < amplitudes.length; at += 1) view.setInt16(at * 2, toSample(amplitudes[at] ?? 0), true)
  return new Uint8Array(view.buffer)
}

/** How many steps are in bytes; part of one is none. */
export const waveSteps = (bytes: Uint8Array): number => Math.floor(bytes.length / STEP_BYTES)

/** Calls `visit` with each step of a wave: its place, its lowest and its highest sample, -1..1. */
export function readWave(bytes: Uint8Array, visit: (step: number, low: number, high: number) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let step = 0, end = waveSteps(bytes); step < end; step += 1) {
    const at = step * STEP_BYTES
    visit(step, view.getInt16(at, true) / FULL, view.getInt16(at + 2, true) / FULL)
  }
}
