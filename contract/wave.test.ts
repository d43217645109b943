import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWave, waveBytes, waveSteps } from './wave'

function read(bytes: Uint8Array): number[][] {
  const steps: number[][] = []
  readWave(bytes, (step, low, high) => steps.push([step, low, high]))
  return steps
}

describe('bytes of a wave', () => {
  it('keep an amplitude as exactly as a sample has it', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (amplitude) => {
        const [[, low = 0, high = 0] = []] = read(waveBytes([amplitude, amplitude / 2]))
        expect(low).toBeCloseTo(amplitude, 4)
        expect(high).toBeCloseTo(amplitude / 2, 4)
      }),
    )
  })

  it('are never beyond full scale', () => {
    expect(read(waveBytes([-2, 2]))).toEqual([[0, -1, 1]])
  })

  it('are read wherever they lie; part of a step is none', () => {
    const bytes = waveBytes([-0.5, 0.5, 0, 1])
    const odd = new Uint8Array([9, ...bytes, 7, 7]).subarray(1)
    expect(waveSteps(odd)).toBe(2)
    expect(read(odd).map(([step, , high]) => [step, high])).toEqual([
      [0, expect.closeTo(0.5, 4)],
      [1, 1],
    ])
  })
})
