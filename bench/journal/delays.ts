import { distributionOf, type Measured } from '../figure'

const BEAT = 5

/** How late timers of this thread fire, ms, from now until it is taken. */
export function watchDelays(): () => Measured {
  const late: number[] = []
  let due = performance.now() + BEAT
  const timer = setInterval(() => {
    const now = performance.now()
    late.push(Math.max(0, now - due))
    due = now + BEAT
  }, BEAT)
  return () => {
    clearInterval(timer)
    return distributionOf(late)
  }
}
