import type { MessageTypeSummary } from '../../contract/message-types'
import type { PolledAnswer, PolledState } from '../inspector/polled'
import { usePolled } from '../inspector/use-polled'
import type { Client } from '../state/client'

const EVERY_MS = 1000

async function askTypes(
  client: Client,
  sessionId: string,
): Promise<PolledAnswer<readonly MessageTypeSummary[]>> {
  const { types, complete } = await client.request('journal.types', { sessionId })
  return { value: types, complete }
}

/** All messages of a session, counted by type and direction. */
export const useMessageTypes = (sessionId: string | null): PolledState<readonly MessageTypeSummary[]> =>
  usePolled(sessionId, askTypes, EVERY_MS)
