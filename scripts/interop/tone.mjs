// Tones: made, told apart and measured. `toneOf` also runs inside browsers, so that it must stand alone.

/** @typedef {{ hz: number, level: number }} Tone `level`: amplitude of a sine as loud as it, 0 to 1 */

/**
 * The frequency and the loudness of a tone, by its crossings of zero: the median of pieces of 100 ms, for what is missing in
 * between is another question.
 * @param {ArrayLike<number>} samples of -1 to 1, mono @param {number} rate Hz @returns {Tone}
 */
export function toneOf(samples, rate) {
  const floor = 0.01
  const size = rate / 10
  /** @param {number[]} values */
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  /** @type {Tone[]} */
  const pieces = []
  for (let from = 0; from + size <= samples.length; from += size) {
    /** @type {number[]} */
    const crossings = []
    let isLow = false
    let power = 0
    for (let at = from; at < from + size; at++) {
      const sample = samples[at] ?? 0
      power += sample * sample
      if (sample < -floor) isLow = true
      if (!isLow || sample <= floor) continue
      isLow = false
      crossings.push(at)
    }
    const span = (crossings.at(-1) ?? 0) - (crossings[0] ?? 0)
    const hz = span > 0 ? ((crossings.length - 1) * rate) / span : 0
    pieces.push({ hz, level: Math.sqrt((2 * power) / size) })
  }
  return { hz: median(pieces.map(({ hz }) => hz)), level: median(pieces.map(({ level }) => level)) }
}

/** @param {Tone} tone @param {number} rate @param {number} count @param {number} [from] number of the first sample */
export function makeTone({ hz, level }, rate, count, from = 0) {
  return Float32Array.from(
    { length: count },
    (_, n) => level * Math.sin((2 * Math.PI * hz * (from + n)) / rate),
  )
}

/** A mono WAV file of 16 bits. @param {Float32Array} samples @param {number} rate */
export function wavOf(samples, rate) {
  const file = Buffer.alloc(44 + samples.length * 2)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + samples.length * 2, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(rate * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(samples.length * 2, 40)
  samples.forEach((sample, n) => {
    file.writeInt16LE(Math.round(sample * 32_767), 44 + n * 2)
  })
  return file
}

const BIAS = 132

/** G.711 mu-law. @param {number} sample -1 to 1 @returns {number} a byte */
export function toMulaw(sample) {
  const sign = sample < 0 ? 0x80 : 0
  const biased = Math.min(32_635, Math.round(Math.abs(sample) * 32_768)) + BIAS
  const exponent = 31 - Math.clz32(biased) - 7
  return ~(sign | (exponent << 4) | ((biased >> (exponent + 3)) & 0x0f)) & 0xff
}

/** @param {number} byte @returns {number} -1 to 1 */
export function fromMulaw(byte) {
  const code = ~byte & 0xff
  const magnitude = ((((code & 0x0f) << 3) + BIAS) << ((code >> 4) & 7)) - BIAS
  return (code & 0x80 ? -magnitude : magnitude) / 32_768
}
