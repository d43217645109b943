import type { BenchSession } from '../bench-session'
import type { Figure } from '../figure'

/** One thing that is measured, in one or several figures; throws when it cannot be. */
export interface Measure {
  /** As `--only` takes it. */
  readonly name: string
  /** Whether it is measured in the session's app; else it starts its own. */
  readonly inApp: boolean
  run(session: BenchSession): Promise<readonly Figure[]>
}
