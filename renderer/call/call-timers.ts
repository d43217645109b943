export interface CallTimerEvents {
  readonly onSlow: () => void
  readonly onLost: () => void
  readonly onSecond: () => void
}

/** The clocks of a call: it must come up in time, may be weak for a while, and is measured every second. */
export interface CallTimers {
  setWeak(isWeak: boolean): void
  wentLive(): void
  clear(): void
}

export const CONNECT_WITHIN_MS = 15_000
export const LOST_AFTER_MS = 5000
const ROUND_TRIP_EVERY_MS = 1000

export function createCallTimers({ onSlow, onLost, onSecond }: CallTimerEvents): CallTimers {
  const slow = setTimeout(onSlow, CONNECT_WITHIN_MS)
  let weak: ReturnType<typeof setTimeout> | undefined
  let second: ReturnType<typeof setInterval> | undefined
  return {
    setWeak: (isWeak) => {
      if (isWeak) weak ??= setTimeout(onLost, LOST_AFTER_MS)
      else {
        clearTimeout(weak)
        weak = undefined
      }
    },
    wentLive: () => {
      clearTimeout(slow)
      second ??= setInterval(onSecond, ROUND_TRIP_EVERY_MS)
      onSecond()
    },
    clear: () => {
      clearTimeout(slow)
      clearTimeout(weak)
      clearInterval(second)
    },
  }
}
