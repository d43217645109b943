import { describe, expect, it } from 'vitest'
import { parseFaultOptions, parseSoakOptions } from './options'

describe('the options of the faults', () => {
  it('are all faults on both without any', () => {
    expect(parseFaultOptions([])).toEqual({
      json: false,
      on: ['node', 'electron'],
      only: [],
      floods: 5,
      patience: 1,
    })
  })

  it('name words of faults, in any case', () => {
    expect(parseFaultOptions(['--only', 'Loop, exit(3) ,', '--on', 'node'])).toMatchObject({
      on: ['node'],
      only: ['loop', 'exit(3)'],
    })
  })

  it('are refused with what there is', () => {
    expect(() => parseFaultOptions(['--on', 'deno'])).toThrow('node, electron or both')
    expect(() => parseFaultOptions(['--patience', '0'])).toThrow('--patience takes a number from 1')
    expect(() => parseFaultOptions(['--floods', 'long'])).toThrow('--floods takes a number from 1')
    expect(() => parseFaultOptions(['--quick'])).toThrow('--quick')
  })
})

describe('the options of the soak', () => {
  it('are ten minutes of the mix on Electron with a seed of the hour', () => {
    expect(parseSoakOptions([], 42)).toEqual({
      minutes: 10,
      seed: 42,
      swaps: null,
      pause: 0,
      on: 'electron',
      json: false,
    })
  })

  it('take swaps in one call in place of the mix', () => {
    expect(parseSoakOptions(['--swaps', '1000', '--on', 'node'], 1)).toMatchObject({
      swaps: 1000,
      on: 'node',
    })
  })

  it('are refused where they are no numbers, or too small', () => {
    expect(() => parseSoakOptions(['--minutes', 'ten'], 1)).toThrow('--minutes takes a number')
    expect(() => parseSoakOptions(['--swaps', '0'], 1)).toThrow('--swaps')
    expect(() => parseSoakOptions(['--on', 'both'], 1)).toThrow('one of node and electron')
  })
})
