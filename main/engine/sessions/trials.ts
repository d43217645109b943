import type { WireError } from '../../../contract/errors'
import type { HandlerState, HostReport } from '../../../contract/host'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import { createProbation, PROBATION } from './probation'
import type { Timers } from './timers'

/** A block is told of a while after it began, ms: only then is it known whether the probation was over. */
const TOLD_AFTER = 2000

/** What is needed to take a version back. */
export interface Trial {
  readonly before: HandlerVersion
  /** What `before` knew when the new version took over. */
  readonly state: HandlerState | null
}

/** The version that is on probation just now, if there is one. */
export function createTrials({ clock, timers }: { readonly clock: Clock; readonly timers: Timers }) {
  let running: (Trial & { readonly version: HandlerVersion }) | null = null
  let probation = createProbation(0)
  let callOff: () => void = () => undefined

  function end(): void {
    callOff()
    running = null
  }

  function endIfOver(): void {
    if (probation.isOver(clock.now())) end()
  }

  return {
    begin(version: HandlerVersion, before: HandlerVersion, state: HandlerState | null): void {
      end()
      running = { version, before, state }
      probation = createProbation(clock.now())
      callOff = timers.after(PROBATION + TOLD_AFTER, endIfOver)
    },
    /** Why `version` is to be taken back, if this report of it is the last straw. */
    judge(version: HandlerVersion, report: HostReport): WireError | null {
      if (running?.version !== version) return null
      const verdict = probation.judge(report, clock.now())
      if (report.type === 'unblocked') endIfOver()
      return verdict
    },
    /** Ends the trial of `version`; null when there is none, or it was passed. */
    take(version: HandlerVersion): Trial | null {
      const trial = running
      if (!trial || trial.version !== version || probation.isOver(clock.now())) return null
      end()
      return trial
    },
    end,
  }
}

export type Trials = ReturnType<typeof createTrials>
