import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { monotonicClock } from '../clock'
import { createSharedClock, zeroOf } from './shared-clock'

const program = `
import { parentPort, workerData } from 'node:worker_threads'
import { createSharedClock } from './shared-clock'
const clock = createSharedClock(workerData, { now: () => performance.now() })
parentPort.on('message', () => parentPort.postMessage(clock.now()))`

async function compile(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname, loader: 'ts' },
    ...{ bundle: true, write: false, platform: 'node', format: 'cjs', logLevel: 'silent' },
  })
  return outputFiles[0]?.text ?? ''
}

describe('the clock of another thread', () => {
  let worker: Worker
  beforeAll(async () => {
    worker = new Worker(await compile(), { eval: true, workerData: zeroOf(monotonicClock) })
  })
  afterAll(() => worker.terminate())

  it('is the same to within a millisecond, although that thread began at another time', async () => {
    for (let n = 0; n < 50; n += 1) {
      const before = monotonicClock.now()
      worker.postMessage(null)
      const [there] = (await once(worker, 'message')) as [number]
      expect(there).toBeGreaterThan(before - 1)
      expect(there).toBeLessThan(monotonicClock.now() + 1)
    }
  })

  it('is that of the other whatever its own shows', () => {
    const own = { now: () => performance.now() - 123_456.7 }
    const shared = createSharedClock(zeroOf(monotonicClock), own)
    expect(Math.abs(shared.now() - monotonicClock.now())).toBeLessThan(1)
  })
})
