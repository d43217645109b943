import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSenderClock } from './sender-clock'

it('knows when a frame was captured by the newest report, before it and after, across the wrap of timestamps', () => {
  const at = fc.integer({ min: 0, max: 2 ** 32 - 1 })
  fc.assert(
    fc.property(at, fc.integer({ min: -600_000, max: 600_000 }), (timestamp, ms) => {
      const clock = createSenderClock()
      clock.note({ ntpMs: 1, timestamp: 0 })
      clock.note({ ntpMs: 1e12, timestamp })
      const then = (((timestamp + ms * 90) % 2 ** 32) + 2 ** 32) % 2 ** 32
      expect(clock.capturedMs(then, 90_000)).toBe(1e12 + ms)
    }),
  )
})

it('knows nothing before the first report', () => {
  expect(createSenderClock().capturedMs(5, 48_000)).toBeNull()
})
