import type { RowDirection } from './journal'

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

/** How loud sound is at this moment. */
export interface LoudnessNow {
  /** Of the last 400 ms and of the last 3 s, LUFS (EBU Tech 3341); null below -70 LUFS, or while there was less sound. */
  readonly momentary: number | null
  readonly shortTerm: number | null
}

/** Of one side of a session that is on: its figures since somebody looks, or since they asked for new ones. */
export interface LiveLoudness extends Loudness, LoudnessNow {
  /** Of left and right in the last 400 ms, -1..1: 1 = mono, below 0 they cancel each other in mono; null for silence. */
  readonly correlation: number | null
}

/** What the client sends (`in`) and the handler (`out`), as it is on the wire; null = no sound came yet. */
export type LoudnessReport = { readonly [side in RowDirection]: LiveLoudness | null }

/** How loud one side of a session was. */
export interface SideLoudness extends Loudness {
  readonly side: RowDirection
  /** What a person should know of it, in sentences. */
  readonly notes: readonly string[]
}
