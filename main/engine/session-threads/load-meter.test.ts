import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { monotonicClock } from '../clock'
import { until } from '../testing/bench-driver'
import { createLoadMeter } from './load-meter'

describe('the load of a thread', () => {
  let worker: Worker | undefined
  afterEach(() => worker?.terminate())

  const start = (code: string): Worker => {
    worker = new Worker(code, { eval: true })
    return worker
  }

  it('is told of one that stalls, which cannot say so itself', async () => {
    const meter = createLoadMeter(start('setImmediate(() => { for (;;) {} })'), monotonicClock)
    await until(() => meter.load() > 0.9, 'the load of a thread in a loop')
  })

  it('is next to nothing of one that waits, whatever this one does', async () => {
    const meter = createLoadMeter(start('setInterval(() => undefined, 1000)'), monotonicClock)
    let looks = 0
    await until(() => {
      looks += 1
      return meter.load() > 0 && meter.load() < 0.1 && looks > 1
    }, 'the load of a thread that waits')
  })

  it('is read of the engine thread itself', async () => {
    const meter = createLoadMeter('engine', monotonicClock)
    await until(() => meter.load() > 0, 'a load')
    expect(meter.load()).toBeLessThanOrEqual(1)
  })
})
