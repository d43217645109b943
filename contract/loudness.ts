/** How loud sound is to an ear, by EBU R 128 (ITU-R BS.1770). */
export interface Loudness {
  /** Of the whole, pauses left out, LUFS; null when all of it was below -70 LUFS. */
  readonly integrated: number | null
  /** How much it varies, LU (EBU Tech 3342). */
  readonly range: number
  /** The loudest 400 ms and the loudest 3 s, LUFS; null when nothing was as long and as loud. */
  readonly mostMomentary: number | null
  readonly mostShortTerm: number | null
  /** Of the loudest channel, dBTP: also between samples; null for silence. */
  readonly truePeak: number | null
  /** Of the loudest sample, dBFS; null for silence. */
  readonly samplePeak: number | null
  /** What was measured, s, to a tenth. */
  readonly seconds: number
}
