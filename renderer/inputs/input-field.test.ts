// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkJson, checkNumber, inputField, inputFields, labelOf, stepOf } from './input-field'
import { inputValues } from './input-values'

describe('inputField', () => {
  it('draws a slider for a number between bounds, and a field for one without', () => {
    expect(inputField('gain', { type: 'number', minimum: -40, maximum: 10 })).toMatchObject({
      type: 'slider',
      min: -40,
      max: 10,
      step: 0.5,
      integer: false,
    })
    expect(inputField('gain', { type: 'number', minimum: 0 })).toMatchObject({
      type: 'number',
      min: 0,
      max: null,
    })
  })

  it('does not take the safe integers for bounds', () => {
    const schema = { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }
    expect(inputField('count', schema)).toMatchObject({ type: 'number', min: null, max: null, integer: true })
  })

  it('draws the other kinds by their type', () => {
    expect(inputField('a', { type: 'boolean' }).type).toBe('switch')
    expect(inputField('a', { type: 'string' }).type).toBe('text')
    expect(inputField('a', { enum: ['x', 'y'] })).toMatchObject({ type: 'choice', options: ['x', 'y'] })
    expect(inputField('a', { type: 'array' }).type).toBe('json')
    expect(inputField('a', true).type).toBe('json')
  })

  it('is named by its title, else by its name', () => {
    expect(inputField('gain', { title: 'Loudness', description: 'In dB' })).toMatchObject({
      label: 'Loudness',
      description: 'In dB',
    })
    expect([labelOf('maxDelay_ms'), labelOf('voice-id'), labelOf('x')]).toEqual([
      'Max delay ms',
      'Voice id',
      'X',
    ])
  })

  it('keeps the order of the schema', () => {
    const inputs = { type: 'object', properties: { b: { type: 'string' }, a: { type: 'boolean' } } }
    expect(inputFields(inputs).map(({ name }) => name)).toEqual(['b', 'a'])
    expect(inputFields(null)).toEqual([])
  })
})

describe('stepOf', () => {
  it('gives between 50 and 250 steps, whole ones for integers', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e6, noNaN: true }), (span) => {
        const steps = span / stepOf(0, span, false, undefined)
        expect(steps).toBeGreaterThan(50)
        expect(steps).toBeLessThan(260)
        expect(Number.isInteger(stepOf(0, span, true, undefined))).toBe(true)
      }),
    )
  })

  it('is the multiple that the schema asks for', () => {
    expect(stepOf(0, 100, false, 0.25)).toBe(0.25)
  })
})

describe('checkNumber', () => {
  const bounds = { min: 0, max: 10, integer: true }

  it('takes numbers within the bounds', () => {
    expect(checkNumber(' 7 ', bounds)).toEqual({ ok: true, value: 7 })
    expect(checkNumber('2.5', { min: null, max: null, integer: false })).toEqual({ ok: true, value: 2.5 })
  })

  it('says why it does not take others', () => {
    const reasons = ['', 'x', '1.5', '-1', '11', 'Infinity'].map((text) => {
      const outcome = checkNumber(text, bounds)
      return outcome.ok ? null : outcome.reason
    })
    expect(reasons).toEqual([
      'Enter a number.',
      'Enter a number.',
      'Enter a whole number.',
      'Not less than 0.',
      'Not more than 10.',
      'Enter a number.',
    ])
  })
})

describe('checkJson', () => {
  it('takes well-formed JSON only', () => {
    expect(checkJson('[1, 2]')).toEqual({ ok: true, value: [1, 2] })
    expect(checkJson('[1, 2').ok).toBe(false)
  })
})

describe('inputValues', () => {
  it('puts edits over defaults and leaves out inputs that the handler no longer has', () => {
    const manifest = {
      inputs: { type: 'object', properties: { gain: { type: 'number' }, voice: { type: 'string' } } },
      inputDefaults: { gain: 1, voice: 'ash' },
    }
    expect(inputValues(manifest, { gain: 2, old: true })).toEqual({ gain: 2, voice: 'ash' })
    expect(inputValues(manifest, undefined)).toEqual({ gain: 1, voice: 'ash' })
  })
})
