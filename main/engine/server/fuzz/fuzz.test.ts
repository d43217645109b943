import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { standardServer } from '../../../../contract/server'
import { countThreads } from '../../hosts/testing/count-threads'
import { type Bench, startBench } from '../../testing/bench-driver'
import { fuzzHandlers } from './testing/fuzz-handlers'
import { leftOver, runFuzz, type Target } from './testing/run-fuzz'

const SEED = 1
const DURATION = 8000

let bench: Bench

function countOf(kinds: readonly string[]): { [kind: string]: number } {
  const counts: { [kind: string]: number } = {}
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** In this process the attackers' own sockets count, too: they are closed by the end. */
async function targetOf({ engine }: Bench): Promise<Target> {
  const live = async () =>
    Object.values((await engine.request('state.get', {})).state.sessions).filter(
      ({ status }) => status !== 'closed' && status !== 'failed',
    )
  const [url] = (await engine.request('state.get', {})).state.server.urls
  return {
    url: url ?? '',
    async kick(webrtcId) {
      const session = (await live()).find(({ client }) => client.webrtcId === webrtcId)
      if (session) await engine.request('session.close', { sessionId: session.id })
    },
    liveClients: async () => (await live()).map(({ client }) => client.webrtcId),
    holdings: async () => ({ ...countOf(process.getActiveResourcesInfo()), thread: countThreads() }),
  }
}

beforeAll(async () => {
  bench = await startBench(fuzzHandlers)
  for (const file of Object.keys(fuzzHandlers)) await bench.whenReady(file)
  await bench.engine.request('server.start', { ...standardServer, port: 0 })
}, 60_000)
afterAll(() => bench.stop())

describe('the server', () => {
  it('answers whatever is sent to it, keeps nothing of it, and no live call suffers', async () => {
    const target = await targetOf(bench)
    const { counts, problems } = await runFuzz({ target, seed: SEED, duration: DURATION, patience: null })
    expect(problems).toEqual([])
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(50)
  }, 120_000)
})

describe('what is left over', () => {
  it('is what there is more of than before, but for a timer or two', () => {
    expect(leftOver({ UDPWRAP: 1, Timeout: 3 }, { UDPWRAP: 2, Timeout: 5 })).toEqual([
      '2 x UDPWRAP, where there were 1',
    ])
    expect(leftOver({ UDPWRAP: 4 }, { UDPWRAP: 4 })).toEqual([])
  })
})
