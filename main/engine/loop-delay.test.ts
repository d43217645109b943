import { expect, it } from 'vitest'
import { createLoopDelay } from './loop-delay'

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

it('measures nothing before it is asked for the first time, and a blocked loop afterwards', async () => {
  const delay = createLoopDelay()
  await wait(40)
  expect(delay.take()).toEqual({ count: 0, p50: 0, p95: 0, p99: 0, max: 0 })
  await wait(40)
  const blockedUntil = performance.now() + 60
  while (performance.now() < blockedUntil) Math.sqrt(2)
  await wait(40)
  const taken = delay.take()
  delay.close()
  expect(taken.count).toBeGreaterThan(0)
  expect(taken.max).toBeGreaterThan(30)
})
