/** `weights * input + bias` for vectors of floats: all that a small neural network spends its time with. */
export interface AffineMap {
  readonly rows: number
  readonly columns: number
  /**
   * Writes `rows` values to `output` from `outputAt` on, from `columns` values of `input` from `inputAt` on. What would be
   * read from before or beyond the input counts as zero, and costs nothing.
   */
  apply(input: Float32Array, inputAt: number, output: Float32Array, outputAt: number): void
}

/** Rows that are computed side by side: each value of the input is read once for all of them. */
const SIDE_BY_SIDE = 4

/**
 * @param weights `rows` runs of as many columns each; `rows` a multiple of 4.
 * @param bias one value a row.
 */
export function createAffineMap(weights: Float32Array, bias: Float32Array): AffineMap {
  const rows = bias.length
  const columns = weights.length / rows
  const interleaved = interleave(weights, rows, columns)
  return {
    rows,
    columns,
    apply(input, inputAt, output, outputAt) {
      const begin = Math.max(0, inputAt)
      const end = Math.min(input.length, inputAt + columns)
      for (let row = 0; row < rows; row += SIDE_BY_SIDE) {
        let k = row * columns + (begin - inputAt) * SIDE_BY_SIDE
        // Index accesses within known bounds; the fallbacks cost nothing and are never taken.
        let sum0 = bias[row] ?? 0
        let sum1 = bias[row + 1] ?? 0
        let sum2 = bias[row + 2] ?? 0
        let sum3 = bias[row + 3] ?? 0
        for (let i = begin; i < end; i++, k += SIDE_BY_SIDE) {
          const value = input[i] as number
          sum0 += (interleaved[k] as number) * value
          sum1 += (interleaved[k + 1] as number) * value
          sum2 += (interleaved[k + 2] as number) * value
          sum3 += (interleaved[k + 3] as number) * value
        }
        output[outputAt + row] = sum0
        output[outputAt + row + 1] = sum1
        output[outputAt + row + 2] = sum2
        output[outputAt + row + 3] = sum3
      }
    },
  }
}

/** From row after row to blocks of four rows, column after column. */
function interleave(weights: Float32Array, rows: number, columns: number): Float32Array {
  const interleaved = new Float32Array(weights.length)
  let k = 0
  for (let row = 0; row < rows; row += SIDE_BY_SIDE) {
    for (let column = 0; column < columns; column++) {
      for (let beside = 0; beside < SIDE_BY_SIDE; beside++) {
        interleaved[k++] = weights[(row + beside) * columns + column] as number
      }
    }
  }
  return interleaved
}
