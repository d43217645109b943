import { describe, expect, it } from 'vitest'
import { createTurnGate } from './turn-gate'

describe('a turn gate', () => {
  it('lets the present turn and later ones pass and drops earlier ones', () => {
    const gate = createTurnGate()
    expect([0, 1].map(gate.accepts)).toEqual([true, true])
    gate.advance(2)
    expect([1, 2, 3].map(gate.accepts)).toEqual([false, true, true])
  })

  it('never goes back', () => {
    const gate = createTurnGate()
    gate.advance(3)
    gate.advance(1)
    expect(gate.accepts(2)).toBe(false)
  })

  it('begins at turn 0 again for another instance', () => {
    const gate = createTurnGate()
    gate.advance(3)
    gate.restart()
    expect(gate.accepts(0)).toBe(true)
  })
})
