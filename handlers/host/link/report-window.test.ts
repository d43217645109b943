import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { createReportWindow, FLOW_BYTES, giveBack } from './report-window'

function make(mostBytes: number) {
  const flow = new SharedArrayBuffer(FLOW_BYTES)
  let waits = 0
  const window = createReportWindow({
    flow,
    mostBytes,
    onWait: () => {
      waits += 1
    },
    now: () => performance.now(),
  })
  return { flow, window, waits: () => waits }
}

describe('the report window', () => {
  it('lets pass what fits, and one that is larger than it', () => {
    const { window, waits } = make(100)
    window.take(60)
    window.take(1000)
    expect(waits()).toBe(0)
  })

  it('waits until another thread has written enough', async () => {
    const { flow, window, waits } = make(100)
    window.take(150)
    const other = new Worker(
      `const { workerData } = require('node:worker_threads')
       const words = new Int32Array(workerData)
       Atomics.add(words, 0, 60)
       Atomics.notify(words, 0)`,
      { eval: true, workerData: flow },
    )
    await new Promise((resolve) => other.once('exit', resolve))
    window.take(10)
    expect(waits()).toBe(0)
    const writer = new Worker(
      `const { workerData } = require('node:worker_threads')
       const words = new Int32Array(workerData)
       setTimeout(() => { Atomics.add(words, 0, 60); Atomics.notify(words, 0) }, 50)`,
      { eval: true, workerData: flow },
    )
    window.take(10)
    window.take(10)
    expect(waits()).toBeGreaterThanOrEqual(1)
    await new Promise((resolve) => writer.once('exit', resolve))
  })

  it('drains no longer than it may', () => {
    const { flow, window } = make(100)
    window.take(50)
    const before = performance.now()
    window.drain(30)
    expect(performance.now() - before).toBeGreaterThanOrEqual(29)
    giveBack(flow, 50)
    window.drain(60_000)
  })

  it('goes on when its counts wrap', () => {
    const { flow, window, waits } = make(100)
    for (let round = 0; round < 5; round += 1) {
      window.take(2 ** 30)
      giveBack(flow, 2 ** 30)
    }
    expect(waits()).toBe(0)
  })
})
