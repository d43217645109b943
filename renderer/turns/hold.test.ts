// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHold } from './hold'

const source = fc.constantFrom('pointer', 'key', 'space')

describe('a held button', () => {
  it('goes down and up in turn, and is up after everything was released', () => {
    const steps = fc.array(fc.record({ step: fc.constantFrom('press', 'release'), source }))
    fc.assert(
      fc.property(steps, (sequence) => {
        const told: boolean[] = []
        const hold = createHold((held) => told.push(held))
        for (const { step, source } of sequence) hold[step](source)
        hold.releaseAll()
        expect(hold.held).toBe(false)
        expect(told.at(-1) ?? false).toBe(false)
        told.forEach((held, index) => {
          expect(held).toBe(index % 2 === 0)
        })
      }),
    )
  })

  it('stays down while one way of holding it is left', () => {
    const told: boolean[] = []
    const hold = createHold((held) => told.push(held))
    hold.press('pointer')
    hold.press('space')
    hold.release('pointer')
    expect(told).toEqual([true])
    hold.release('space')
    expect(told).toEqual([true, false])
  })
})
