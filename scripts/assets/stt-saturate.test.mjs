import { describe, expect, it } from 'vitest'
import { saturateConversions } from './stt-saturate.mjs'

/** `f(x: f32) -> i32` that converts; before it a branch table and constants whose bytes look like conversions. */
const body = [
  [0x01, 0x01, 0x7f],
  [0x02, 0x40, 0x41, 0x00, 0x0e, 0x01, 0x00, 0x00, 0x0b],
  [0x41, 0xa8, 0x01, 0x1a, 0x43, 0xa8, 0xa8, 0xa8, 0xa8, 0x1a],
  [0x44, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0x1a],
  [0x20, 0x00, 0xa8, 0x0b],
].flat()
const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
const types = [0x01, 0x06, 0x01, 0x60, 0x01, 0x7d, 0x01, 0x7f]
const functions = [0x03, 0x02, 0x01, 0x00]
const exported = [0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00]
const module = (/** @type {number[]} */ code) =>
  Uint8Array.from([
    ...header,
    ...types,
    ...functions,
    ...exported,
    ...[0x0a, code.length + 2, 0x01, code.length, ...code],
  ])

/** @param {Uint8Array} bytes */
async function conversion(bytes) {
  const { instance } = await WebAssembly.instantiate(Uint8Array.from(bytes))
  return /** @type {(x: number) => number} */ (instance.exports.f)
}

describe('a module with saturating conversions', () => {
  it('gives the nearest integer where the first one ends the program, and the same elsewhere', async () => {
    const trapping = await conversion(module(body))
    const saturating = await conversion(saturateConversions(module(body)))
    for (const x of [0, -1.9, 1.9, 123_456, -2_147_483_648]) expect(saturating(x)).toBe(trapping(x))
    for (const x of [3e9, -3e9, Number.NaN]) expect(() => trapping(x)).toThrow(WebAssembly.RuntimeError)
    expect([3e9, -3e9, Number.NaN].map(saturating)).toEqual([2_147_483_647, -2_147_483_648, 0])
  })

  it('refuses instructions that it does not know', () => {
    expect(() => saturateConversions(module([0x00, 0xfd, 0x00, 0x0b]))).toThrow('0xfd')
  })
})
