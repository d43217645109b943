/** A number as a row of black and white blocks along the bottom of a picture: what a codec cannot blur away. */

export const BITS = 16
/** The blocks' share of the picture's height. */
export const CODE_SHARE = 1 / 8

export interface Block {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly white: boolean
}

/** The blocks of `number`, highest bit first, in a picture of that size. */
export function blocksOf(number: number, width: number, height: number): Block[] {
  const [step, tall] = [width / BITS, height * CODE_SHARE]
  return Array.from({ length: BITS }, (_, bit) => ({
    x: bit * step,
    y: height - tall,
    width: step,
    height: tall,
    white: ((number >> (BITS - 1 - bit)) & 1) === 1,
  }))
}

/** The number that `lumas` (0..255, one for each block) say. */
export function numberOf(lumas: readonly number[]): number {
  return lumas.reduce((number, luma) => number * 2 + (luma >= 128 ? 1 : 0), 0)
}

export const BLOCK_NUMBERS = 2 ** BITS
