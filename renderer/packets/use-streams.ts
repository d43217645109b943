import type { RtpStreamSummary } from '../../contract/rtp-streams'
import type { Client } from '../state/client'
import type { PolledAnswer, PolledState } from './polled'
import { usePolled } from './use-polled'

const EVERY_MS = 1000

async function askStreams(
  client: Client,
  sessionId: string,
): Promise<PolledAnswer<readonly RtpStreamSummary[]>> {
  const { streams, complete } = await client.request('journal.streams', { sessionId })
  return { value: streams, complete }
}

export const useStreams = (sessionId: string | null): PolledState<readonly RtpStreamSummary[]> =>
  usePolled(sessionId, askStreams, EVERY_MS)
