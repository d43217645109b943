import type { RtpStreamSummary } from '../../contract/rtp-streams'
import type { PolledAnswer, PolledState } from '../inspector/polled'
import { usePolled } from '../inspector/use-polled'
import type { Client } from '../state/client'

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
