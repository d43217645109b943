/** The engine's clock: milliseconds, monotonic, with fractions. Injected everywhere so that tests can turn it by hand. */
export interface Clock {
  now(): number
}

export const monotonicClock: Clock = { now: () => performance.now() }
