/** Quieter blocks look like each other: to hear one again means nothing. */
const FAINT = 64
/** 30 s of blocks of 20 ms. */
const MOST_BLOCKS = 1500

/** Remembers blocks of samples by their content, to know one again in what a handler emits. */
export class BlockMemory {
  readonly #seen = new Set<number>()
  #length = 0

  /** Notes a block; all blocks have the length of the latest. */
  add(samples: Int16Array): void {
    if (samples.length !== this.#length) this.#seen.clear()
    this.#length = samples.length
    if (!isDistinct(samples)) return
    this.#seen.add(hashOf(samples))
    if (this.#seen.size > MOST_BLOCKS) this.#seen.delete(this.#seen.values().next().value ?? 0)
  }

  /** How many of the first `most` block-long parts of `samples` are blocks that were noted. */
  countIn(samples: Int16Array, most: number): number {
    const length = this.#length
    if (length === 0) return 0
    let count = 0
    for (let part = 0; part < most && (part + 1) * length <= samples.length; part++) {
      const block = samples.subarray(part * length, (part + 1) * length)
      if (isDistinct(block) && this.#seen.has(hashOf(block))) count++
    }
    return count
  }
}

/** Loud enough, and not one value only, so that no other block is likely to be the same. */
function isDistinct(samples: Int16Array): boolean {
  const [first] = samples
  return samples.some((sample) => sample !== first) && samples.some((sample) => Math.abs(sample) >= FAINT)
}

/** FNV-1a over 16-bit units. Source: the FNV hash of Fowler, Noll and Vo, 32-bit. */
function hashOf(samples: Int16Array): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < samples.length; index++) {
    hash = Math.imul(hash ^ ((samples[index] ?? 0) & 0xffff), 0x01000193)
  }
  return hash
}
