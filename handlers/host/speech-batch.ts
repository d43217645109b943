import type { HostReport } from '../../contract/host'
import type { SpeechReport } from '../../contract/turns'

/** Windows that are told of together: 4 of 32 ms are eight reports a second. */
const TOGETHER = 4

/** Gathers what is known of each window of speech, so that a report is not made for each. */
export class SpeechBatch {
  readonly #post: (report: HostReport) => void
  #waiting: SpeechReport | null = null

  constructor(post: (report: HostReport) => void) {
    this.#post = post
  }

  push(report: SpeechReport): void {
    const probabilities = [...(this.#waiting?.probabilities ?? []), ...report.probabilities]
    this.#waiting = { ...(this.#waiting ?? report), probabilities }
    if (probabilities.length < TOGETHER) return
    this.#post({ type: 'speech', ...this.#waiting })
    this.#waiting = null
  }
}
