/** Random numbers that come again with the same seed, so that a soak that failed can be run again. */
export interface SeededRandom {
  /** 0 <= x < 1. */
  next(): number
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number
  /** One of `weights`' names, each as often as its weight says; throws when there is none. */
  choose<T extends string>(weights: { readonly [name in T]?: number }): T
  pick<T>(list: readonly T[]): T
}

/** Odd, so that each seed has a state of its own. */
const SPREAD = 0x9e3779b1
const RUN_IN = 20

/** Source: Marsaglia, "Xorshift RNGs", 2003, the 32-bit generator with shifts 13, 17, 5. Seeds are spread and run in first: near ones would begin alike. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = Math.imul(seed + 1, SPREAD) || 1
  function next(): number {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  for (let n = 0; n < RUN_IN; n += 1) next()
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    whole,
    choose(weights) {
      const entries = Object.entries(weights) as [keyof typeof weights & string, number][]
      const likely = entries.filter(([, weight]) => weight > 0)
      const sum = likely.reduce((total, [, weight]) => total + weight, 0)
      let left = next() * sum
      for (const [name, weight] of likely) {
        left -= weight
        if (left < 0) return name as never
      }
      const last = likely.at(-1)
      if (!last) throw new Error('there is nothing to choose from')
      return last[0] as never
    },
    pick(list) {
      if (list.length === 0) throw new Error('there is nothing to pick from')
      return list[whole(0, list.length - 1)] as (typeof list)[number]
    },
  }
}
