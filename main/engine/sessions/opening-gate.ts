import { SoundcheckError } from '../../../contract/errors'

export interface OpeningGateOptions {
  /** Sessions that are opened at the same time. */
  readonly atOnce: number
  /** More than so many are refused while they wait. */
  readonly mostWaiting: number
}

/**
 * Lets sessions in a few at a time: to start a handler and to answer an offer takes the time of everybody's calls, and twenty at
 * once would be heard in them.
 */
export function createOpeningGate({ atOnce, mostWaiting }: OpeningGateOptions) {
  const waiting: (() => void)[] = []
  let open = 0

  function letIn(): void {
    if (open >= atOnce) return
    const next = waiting.shift()
    if (!next) return
    open += 1
    next()
  }

  return {
    /** Throws `unavailable` when too many wait already. */
    check(): void {
      if (waiting.length < mostWaiting) return
      throw new SoundcheckError(
        'unavailable',
        `too many clients are waiting to be let in: ${waiting.length}`,
        {
          hint: 'Try again in a few seconds.',
        },
      )
    },
    /** Does `work` in its turn. */
    async pass<T>(work: () => Promise<T>): Promise<T> {
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        letIn()
      })
      try {
        return await work()
      } finally {
        open -= 1
        letIn()
      }
    },
  }
}

export type OpeningGate = ReturnType<typeof createOpeningGate>
