import type { Finding } from '../../../contract/findings'
import type { HostReport } from '../../../contract/host'

/** More kinds of mistakes than this in one instance tell the author nothing new. */
const MOST_FINDINGS = 50

/** Reports the findings of one instance, each of them once. */
export class FindingLog {
  readonly #post: (report: HostReport) => void
  readonly #told = new Set<string>()

  constructor(post: (report: HostReport) => void) {
    this.#post = post
  }

  report(finding: Finding): void {
    const key = `${finding.rule} ${finding.message}`
    if (this.#told.has(key) || this.#told.size >= MOST_FINDINGS) return
    this.#told.add(key)
    this.#post({ type: 'finding', finding })
  }
}
