import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineRequestName, RequestParams, RequestResult } from '../../contract/ipc'
import type { LoudnessReport } from '../../contract/loudness'
import type { SessionEntry } from '../../contract/state'
import type { StatId, StatsSlice } from '../../contract/stats'
import type { Programs } from '../serve/bundle-programs'
import { type Remote, startRemote } from '../serve/remote'
import type { ServerTasks } from '../serve/server-program'

/** The engine in a process of its own, asked as the panels of the window ask it. */
export interface BenchServer {
  readonly url: string
  panel<N extends EngineRequestName>(name: N, params: RequestParams<N>): Promise<RequestResult<N>>
  sessionOf(webrtcId: string): Promise<SessionEntry>
  loudness(sessionId: string): Promise<LoudnessReport | null>
  /** The whole of a session's statistics in columns of 0.1 s. */
  series(sessionId: string, columnUs?: number): Promise<(id: StatId) => Float32Array>
  close(): Promise<void>
}

const COLUMN_US = 100_000
/** Rows are handed over to the journal every 150 ms. */
const WRITTEN_MS = 500

export async function startBenchServer(
  { server, hostScript, hostProcessScript, sessionThreadScript, journalThreadScript }: Programs,
  sources: { readonly [file: string]: string },
): Promise<BenchServer> {
  const remote: Remote<ServerTasks> = startRemote(server, {
    ...{ hostScript, hostProcessScript, sessionThreadScript, journalThreadScript, sources },
  })
  const url = await remote.ask('listen')
  /** Long sessions are read in parts: a panel asks again, and shows what it has until then. */
  const panel: BenchServer['panel'] = async (name, params) => {
    for (;;) {
      const answer = (await remote.ask('panel', { name, params })) as { readonly complete?: boolean } | null
      if (answer?.complete !== false) return answer as never
    }
  }

  async function slice(sessionId: string, columnUs: number): Promise<StatsSlice> {
    await sleep(WRITTEN_MS)
    const { endUs } = await panel('journal.stats', { sessionId, fromUs: 0, columnUs, columns: 1 })
    const columns = Math.ceil(endUs / columnUs)
    return await panel('journal.stats', { sessionId, fromUs: 0, columnUs, columns })
  }

  return {
    url,
    panel,
    async sessionOf(webrtcId) {
      const session = await remote.ask('sessionOf', { webrtcId })
      if (!session) throw new Error(`the engine has no session of ${webrtcId}`)
      return session
    },
    loudness: (sessionId) => remote.ask('loudness', { sessionId }),
    async series(sessionId, columnUs = COLUMN_US) {
      const { series } = await slice(sessionId, columnUs)
      return (id) => series.find((one) => one.id === id)?.values ?? new Float32Array()
    },
    async close() {
      await remote.ask('stop')
      await remote.close()
    },
  }
}
