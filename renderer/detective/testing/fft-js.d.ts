declare module 'fft.js' {
  /** A transform of `size` points; `size` is a power of two above 1. */
  class FFT {
    constructor(size: number)
    /** Room for `size` complex numbers: real and imaginary parts in turn. */
    createComplexArray(): number[]
    /** Fills the first half of `output` from `size` real numbers. */
    realTransform(output: number[], input: ArrayLike<number>): void
  }
  export = FFT
}
