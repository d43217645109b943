import { expect, it } from 'vitest'
import { createWorkMeter } from './work-meter'

function setup() {
  let now = 100
  const takes = (ms: number) => {
    now += ms
  }
  return { takes, meter: createWorkMeter({ now: () => now }) }
}

it('adds up what is done, within each other once, also where it fails', () => {
  const { takes, meter } = setup()
  const outer = meter.run(() => {
    takes(3)
    meter.run(() => takes(2))
    return 'done'
  })
  takes(50)
  expect(() =>
    meter.run(() => {
      takes(4)
      throw new Error('no')
    }),
  ).toThrow('no')
  expect([outer, meter.take(), meter.take()]).toEqual(['done', 9, 0])
})

it('counts what timers do, not for how long they wait', () => {
  const { takes, meter } = setup()
  const waiting: (() => void)[] = []
  const timers = meter.timers({
    after(ms, work) {
      takes(ms)
      waiting.push(work)
      return () => undefined
    },
  })
  timers.after(20, () => takes(1))
  for (const work of waiting) work()
  expect(meter.take()).toBe(1)
})
