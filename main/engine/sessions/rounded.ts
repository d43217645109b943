/** To thousandths: what a row says of a millisecond or a decibel is not better known, and shorter to write down. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
