/** Turns values of a counter that wraps around into numbers that do not. */
export interface Unwrapper {
  /**
   * The distance of `value` from the first value ever given, which is 0. A step of less than half the counter's range
   * counts as forward or backward, whichever is shorter; so packets that overtook each other get their true places, and
   * what came before the first is negative. Source: RFC 1982 (serial number arithmetic), RFC 3550 section 5.1.
   */
  unwrap(value: number): number
}

function createUnwrapper(range: number): Unwrapper {
  let last: number | null = null
  let position = 0
  return {
    unwrap(value) {
      if (last !== null) {
        const forward = (((value - last) % range) + range) % range
        position += forward < range / 2 ? forward : forward - range
      }
      last = value
      return position
    },
  }
}

/** For RTP timestamps: unsigned 32-bit ticks of the codec's clock. */
export function createTimestampUnwrapper(): Unwrapper {
  return createUnwrapper(2 ** 32)
}

/** For RTP sequence numbers: unsigned 16-bit. */
export function createSequenceUnwrapper(): Unwrapper {
  return createUnwrapper(2 ** 16)
}

/** ms, with fraction, of `ticks` of a clock of `clockRate` Hz. */
export function ticksToMs(ticks: number, clockRate: number): number {
  return (ticks * 1000) / clockRate
}

/** The nearest whole number of ticks of a clock of `clockRate` Hz to `ms`. */
export function msToTicks(ms: number, clockRate: number): number {
  return Math.round((ms * clockRate) / 1000)
}
