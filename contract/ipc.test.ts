import { describe, expect, it } from 'vitest'
import { parseParams, type RequestName, requests } from './ipc'

describe('the parameters of a request', () => {
  it('pass when they are right', () => {
    const params = { handlerId: 'echo.ts', offer: 'v=0', inputs: { gain: 2, on: true, list: [1, null] } }
    expect(parseParams('session.open', params)).toEqual(params)
  })

  it.each([
    ['a missing field', { handlerId: 'echo.ts', inputs: {} }],
    ['a field of another type', { handlerId: 5, offer: 'v=0', inputs: {} }],
    ['a field too many', { handlerId: 'echo.ts', offer: 'v=0', inputs: {}, more: 1 }],
    ['a value that is no JSON', { handlerId: 'echo.ts', offer: 'v=0', inputs: { f: () => 1 } }],
    ['an offer without bounds', { handlerId: 'echo.ts', offer: 'x'.repeat(200_001), inputs: {} }],
    ['nothing', undefined],
  ])('are refused with the name of the request for %s', (_what, params) => {
    expect(() => parseParams('session.open', params)).toThrow(/session\.open was asked with wrong parameters/)
  })

  it('are never anything but an object with known fields', () => {
    for (const name of Object.keys(requests) as RequestName[]) {
      expect(() => parseParams(name, { unknownField: 1 })).toThrow()
      expect(() => parseParams(name, 'text')).toThrow()
    }
  })
})
