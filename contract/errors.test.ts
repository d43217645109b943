import { describe, expect, it } from 'vitest'
import { fromWireError, messageOf, replyOf, SoundcheckError, toWireError } from './errors'

describe('an error on its way between processes', () => {
  it('keeps code, message, hint, place and stack', () => {
    const position = { file: '/h/a.ts', line: 3, column: 7 }
    const error = new SoundcheckError('compile', 'no', { hint: 'do this', position })
    const there = fromWireError(structuredClone(toWireError(error)))
    expect(there).toMatchObject({
      code: 'compile',
      message: 'no',
      hint: 'do this',
      position,
      stack: error.stack,
    })
  })

  it('gives what is not ours the code that the place names', () => {
    expect(toWireError(new TypeError('x'), 'handler').code).toBe('handler')
    expect(toWireError(new TypeError('x')).code).toBe('internal')
  })

  it('has a message for everything that can be thrown', () => {
    expect(messageOf('text')).toBe('text')
    expect(messageOf(undefined)).toBe('a thrown undefined: undefined')
    expect(messageOf(new RangeError())).toBe('RangeError')
  })
})

describe('a reply', () => {
  it('is the value, or the error that was thrown or rejected', async () => {
    expect(await replyOf(() => 5)).toEqual({ ok: true, value: 5 })
    const thrown = await replyOf(() => {
      throw new SoundcheckError('limit', 'too much')
    })
    expect(thrown).toMatchObject({ ok: false, error: { code: 'limit', message: 'too much' } })
    expect(await replyOf(() => Promise.reject(new Error('late')))).toMatchObject({ ok: false })
  })
})
