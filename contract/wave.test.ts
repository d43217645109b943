import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromWaveByte, readWave, toWaveByte } from './wave'

describe('bytes of a wave', () => {
  it('keep an amplitude as far as an eye can tell', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (amplitude) => {
        const back = fromWaveByte(toWaveByte(amplitude))
        expect(Math.abs(Math.sqrt(Math.abs(back)) - Math.sqrt(Math.abs(amplitude)))).toBeLessThan(0.0041)
        expect(Math.abs(back) < 1e-4 || Math.sign(back) === Math.sign(amplitude)).toBe(true)
      }),
    )
  })

  it('tell -80 dBFS from silence, and are never beyond full scale', () => {
    expect(toWaveByte(0.0001)).toBe(1)
    expect(toWaveByte(0)).toBe(0)
    expect([toWaveByte(2), toWaveByte(-2)]).toEqual([127, -127])
  })

  it('are read as pairs; half a pair is none', () => {
    expect([...readWave(Uint8Array.of(255, 1, 2))]).toEqual([-1, 1])
  })
})
