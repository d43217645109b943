import { describe, expect, it } from 'vitest'
import { z } from '../kit/z'
import { HandlerInputs } from './handler-inputs'

const schema = z.object({
  gain: z.number().min(0).max(4).default(1).describe('loudness'),
  voice: z.enum(['low', 'high']).default('low'),
})

describe('HandlerInputs', () => {
  it('makes a JSON schema and defaults of a zod object', () => {
    const inputs = new HandlerInputs(schema)
    expect(inputs.schema?.properties).toEqual({
      gain: { type: 'number', minimum: 0, maximum: 4, default: 1, description: 'loudness' },
      voice: { type: 'string', enum: ['low', 'high'], default: 'low' },
    })
    expect(inputs.defaults).toEqual({ gain: 1, voice: 'low' })
    expect(inputs.startsComplete).toBe(true)
  })

  it('takes a plain JSON schema, too', () => {
    const inputs = new HandlerInputs({
      type: 'object',
      properties: { speed: { type: 'integer', minimum: 1, default: 3 } },
    })
    expect(inputs.defaults).toEqual({ speed: 3 })
    expect(inputs.change({ speed: 5 })).toEqual({ ok: true, args: [5] })
    expect(inputs.change({ speed: 0 })).toMatchObject({ ok: false })
  })

  it('gives all values in the order of the properties, whatever was changed', () => {
    const inputs = new HandlerInputs(schema)
    expect(inputs.change({ voice: 'high' })).toEqual({ ok: true, args: [1, 'high'] })
    expect(inputs.change({ gain: 2 })).toEqual({ ok: true, args: [2, 'high'] })
  })

  it('names the field of a bad value and keeps the old ones', () => {
    const inputs = new HandlerInputs(schema)
    inputs.change({ gain: 2 })
    const bad = inputs.change({ gain: 9, voice: 'high' })
    expect(bad.ok ? '' : bad.error.message).toMatch(/^Input "gain": /)
    expect(bad.ok ? '' : bad.error.code).toBe('invalid')
    expect(inputs.change({})).toEqual({ ok: true, args: [2, 'low'] })
  })

  it('names an input that is not there, and can leave it out', () => {
    const inputs = new HandlerInputs(schema)
    expect(inputs.change({ pitch: 1 })).toMatchObject({
      error: { message: 'The handler has no input "pitch"; it has gain, voice' },
    })
    expect(inputs.known({ pitch: 1, gain: 3 })).toEqual({ gain: 3 })
  })

  it('is not complete where a required input has no default', () => {
    const inputs = new HandlerInputs(z.object({ key: z.string(), gain: z.number().default(1) }))
    expect(inputs.startsComplete).toBe(false)
    expect(inputs.change({ key: 'x' })).toEqual({ ok: true, args: ['x', 1] })
  })

  it('passes on any values where none are declared', () => {
    const inputs = new HandlerInputs(undefined)
    expect([inputs.schema, inputs.declared]).toEqual([null, false])
    expect(inputs.change({ b: 1, a: 2 })).toEqual({ ok: true, args: [1, 2] })
  })

  it.each([
    ['text'],
    [z.string()],
    [{ gain: z.number() }],
    [z.object({ when: z.date() })],
    [{ type: 'string' }],
  ])('refuses %o as a declaration', (declared) => {
    expect(() => new HandlerInputs(declared)).toThrow('stream.inputs cannot be used')
  })

  it('tells of a check that cannot be made', () => {
    const inputs = new HandlerInputs(z.object({ a: z.string().refine(async () => true) }))
    expect(inputs.change({ a: 'x' })).toMatchObject({ ok: false, error: { code: 'invalid' } })
  })
})
