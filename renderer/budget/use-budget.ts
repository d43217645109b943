import type { SessionBudget } from '../../contract/budget'
import type { PolledAnswer, PolledState } from '../inspector/polled'
import { usePolled } from '../inspector/use-polled'
import type { Client } from '../state/client'

const EVERY_MS = 1000

async function askBudget(client: Client, sessionId: string): Promise<PolledAnswer<SessionBudget>> {
  const value = await client.request('journal.budget', { sessionId })
  return { value, complete: value.complete }
}

/** The calls of a session's handler against the time that there is for them, kept up to date. */
export const useBudget = (sessionId: string | null): PolledState<SessionBudget> =>
  usePolled(sessionId, askBudget, EVERY_MS)
