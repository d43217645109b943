import type { Finding } from '../../../contract/findings'

/** What a detector has to say: a finding but for its place, which detectors know nothing of. */
export type Complaint = Pick<Finding, 'message' | 'hint'>

/** A number of seconds as people say it: `0.7 s`, `12 s`. */
export function seconds(ms: number): string {
  return `${ms < 9950 ? (ms / 1000).toFixed(1) : Math.round(ms / 1000)} s`
}
