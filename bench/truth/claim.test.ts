import { describe, expect, it } from 'vitest'
import { type Claim, claimsText, isKept } from './claim'

const claim = (panel: number, within: number | null): Claim => ({
  ...{ what: 'something', unit: 'ms', truth: 10, panel, within },
})

describe('what a panel says', () => {
  it('is kept when it is as near to the truth as it has to be', () => {
    expect([13, 13.1, 7, 6.9].map((panel) => isKept(claim(panel, 3)))).toEqual([true, false, true, false])
    expect([10, 10.5].map((panel) => isKept(claim(panel, 0)))).toEqual([true, false])
  })

  it('is missed when it is nothing', () => {
    expect(isKept(claim(Number.NaN, 3))).toBe(false)
    expect(claimsText([claim(Number.NaN, 3)])).toMatch(/nothing .* MISSED$/)
  })

  it('may be told without a limit', () => {
    expect(isKept(claim(99, null))).toBeNull()
  })
})
