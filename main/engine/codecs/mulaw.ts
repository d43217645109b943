/** G.711 mu-law: one byte for each sample of 16 bits. Source: ITU-T G.711 (11/88), table 2a and section 3. */

const BIAS = 0x84
/** The largest value that there is a code for. */
const CLIP = 32_635

function decodeOne(code: number): number {
  const bits = ~code & 0xff
  const exponent = (bits >> 4) & 7
  const magnitude = ((((bits & 0x0f) << 3) + BIAS) << exponent) - BIAS
  return bits & 0x80 ? -magnitude : magnitude
}

function encodeOne(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const biased = Math.min(CLIP, Math.abs(sample)) + BIAS
  const exponent = 24 - Math.clz32(biased)
  const mantissa = (biased >> (exponent + 3)) & 0x0f
  return ~(sign | (exponent << 4) | mantissa) & 0xff
}

const samplesByCode = Int16Array.from({ length: 256 }, (_, code) => decodeOne(code))
const codesBySample = Uint8Array.from({ length: 65_536 }, (_, index) => encodeOne(index - 32_768))

/** Signed 16-bit samples, as many as `codes` has bytes. */
export function decodeMulaw(codes: Uint8Array): Int16Array<ArrayBuffer> {
  const samples = new Int16Array(codes.length)
  for (let n = 0; n < codes.length; n += 1) samples[n] = samplesByCode[codes[n] ?? 0] ?? 0
  return samples
}

/** One byte for each sample; what is louder than mu-law can say is clipped. */
export function encodeMulaw(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const codes = new Uint8Array(samples.length)
  for (let n = 0; n < samples.length; n += 1) codes[n] = codesBySample[(samples[n] ?? 0) + 32_768] ?? 0
  return codes
}
