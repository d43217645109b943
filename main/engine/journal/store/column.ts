type Numbers = Float64Array | Uint32Array | Uint8Array

/** Numbers of one column, in the order of the rows; grows as they come. */
export class Column<A extends Numbers> {
  values: A
  length = 0
  readonly #make: (length: number) => A

  constructor(make: (length: number) => A, capacity = 64) {
    this.#make = make
    this.values = make(capacity)
  }

  push(value: number): void {
    if (this.length === this.values.length) this.#grow(this.length * 2)
    this.values[this.length] = value
    this.length += 1
  }

  get bytes(): number {
    return this.values.byteLength
  }

  #grow(capacity: number): void {
    const values = this.#make(capacity)
    values.set(this.values)
    this.values = values
  }
}

export const float64 = (): Column<Float64Array> => new Column((length) => new Float64Array(length))
export const uint32 = (): Column<Uint32Array> => new Column((length) => new Uint32Array(length))
export const uint8 = (): Column<Uint8Array> => new Column((length) => new Uint8Array(length))

/** How many of the ascending `values[0 .. length]` are at most `limit`. */
export function countUpTo(values: ArrayLike<number>, length: number, limit: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] as number) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
