/**
 * What became of a line of the offer: `same` in both, `chosen` = the codec that is used, `changed`: each side says its own, as it
 * should be, `refused` = not in the answer, `added` = only there, `only`: there is no answer yet.
 */
export type SdpVerdict = 'same' | 'chosen' | 'changed' | 'refused' | 'added' | 'only'

export interface SdpLine {
  readonly label: string
  readonly offer: string | null
  /** undefined = there is no answer yet. */
  readonly answer: string | null | undefined
  readonly verdict: SdpVerdict
  readonly meaning: string
  /** Why it is so. */
  readonly reason: string | null
}

export interface SdpSection {
  readonly title: string
  readonly lines: readonly SdpLine[]
}
