/** What the bytes of a `sound` row are: the lowest and the highest sample of each step, one byte each, one step after the other. */

/** Length of a step, ms: two of them in a block. */
export const WAVE_STEP_MS = 10

/** Bytes of a step: low, high. */
export const WAVE_STEP_BYTES = 2

const FULL = 127

/**
 * An amplitude as a byte of a wave: the square root, so that what is 80 dB below full scale is still told from silence.
 *
 * @param amplitude -1..1; what is beyond is full scale
 * @returns -127..127
 */
export function toWaveByte(amplitude: number): number {
  return Math.sign(amplitude) * Math.round(FULL * Math.sqrt(Math.min(1, Math.abs(amplitude))))
}

/** The reverse of {@link toWaveByte}, -1..1: within 2 % of the square root. */
export function fromWaveByte(byte: number): number {
  return Math.sign(byte) * (byte / FULL) ** 2
}

/** The steps of a wave as they lie in a row's bytes. */
export const readWave = (bytes: Uint8Array): Int8Array =>
  new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length - (bytes.length % WAVE_STEP_BYTES))
