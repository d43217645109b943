/** The part of fft.js 4 that is used here; the package has no typings. */
declare module 'fft.js' {
  class FFT {
    /** @param size a power of two. */
    constructor(size: number)
    /** An array of `2 * size` numbers: real, imaginary, real, imaginary ... */
    createComplexArray(): number[]
    /** Fills the first half of the spectrum of real samples. */
    realTransform(spectrum: number[], samples: ArrayLike<number>): void
  }

  export = FFT
}
