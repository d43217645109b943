import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** 400 cycles take 1-2 s, and several times that on a busy machine. */
export const LEAK_TEST_TIMEOUT = 60_000

const MEGABYTE = 1024 * 1024

/** What is left after this was leaked: buffers that wait for the collector are no leak. */
function createCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

/**
 * By how many MB the process grows when `cycle` runs 200 times, after 200 to warm up. The event loop turns in between,
 * as it does in the engine: Node runs the finalizers of native objects there and not in the middle of a loop.
 */
export async function growthInMb(cycle: () => void): Promise<number> {
  const collect = createCollector()
  async function residentAfter200(): Promise<number> {
    for (let n = 0; n < 200; n += 1) {
      cycle()
      await nextTurn()
    }
    collect()
    await nextTurn()
    return process.memoryUsage().rss
  }
  const before = await residentAfter200()
  return ((await residentAfter200()) - before) / MEGABYTE
}
