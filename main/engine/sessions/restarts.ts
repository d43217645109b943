import type { RestartState } from '../../../contract/state'
import type { Timers } from './timers'

export interface RestartsOptions {
  readonly timers: Timers
  readonly onChanged: (state: RestartState | null) => void
}

/** ms before each attempt; after the last of them the handler stays stopped. */
const delays = [0, 1000, 2000, 4000, 8000] as const
/** A handler that has behaved for so long is as good as new, ms. */
const GOOD_TIME = 60_000

/** When a handler that failed is started again: at once, then ever later, then no more. */
export function createRestarts({ timers, onChanged }: RestartsOptions) {
  let attempts = 0
  let callOff: () => void = () => undefined
  let pending = false

  function quiet(): void {
    callOff()
    callOff = () => undefined
    pending = false
  }

  function forget(): void {
    quiet()
    if (attempts > 0) onChanged(null)
    attempts = 0
  }

  return {
    /** The handler failed: `attempt` is called when it is time for another one; says when that is. */
    plan(attempt: () => void): 'now' | 'later' | 'never' {
      quiet()
      const delay = delays[attempts]
      if (delay === undefined) {
        forget()
        return 'never'
      }
      attempts += 1
      onChanged({ attempt: attempts, of: delays.length, at: Date.now() + delay })
      pending = true
      callOff = timers.after(delay, () => {
        pending = false
        attempt()
      })
      return delay === 0 ? 'now' : 'later'
    },
    /** Whether an attempt is still to come. */
    isPending: () => pending,
    /** The handler answers: from now on it may earn forgiveness. */
    answered(): void {
      quiet()
      if (attempts > 0) callOff = timers.after(GOOD_TIME, forget)
    },
    /** It blocks: that is no good behaviour, until it has `answered` again. */
    troubled: quiet,
    forget,
    close: quiet,
  }
}

export type Restarts = ReturnType<typeof createRestarts>
