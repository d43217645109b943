// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freeName, nameTrouble } from './handler-name'

describe('nameTrouble', () => {
  it('takes words in small letters with hyphens between them', () => {
    for (const name of ['echo', 'echo-2', 'voice-chat-v2', 'a']) expect(nameTrouble(name, [])).toBeNull()
  })

  it('says what is wrong with any other', () => {
    const reasons = [
      '',
      'Echo',
      'echo.ts',
      'my echo',
      '2-echo',
      'echo-',
      'e--o',
      'über',
      '../x',
      'x'.repeat(101),
    ]
    expect(reasons.map((name) => nameTrouble(name, []))).toEqual([
      'Enter a name.',
      'Use small letters only.',
      'Leave out the ending: .ts is added.',
      'Use letters a to z, digits and hyphens only.',
      'Begin with a letter.',
      'Put single hyphens between words only.',
      'Put single hyphens between words only.',
      'Use letters a to z, digits and hyphens only.',
      'Use letters a to z, digits and hyphens only.',
      'Use at most 100 characters.',
    ])
  })

  it('knows the files that are there, however they are written', () => {
    expect(nameTrouble('echo', ['Echo.ts'])).toBe('There is a echo.ts already.')
    expect(nameTrouble('echo', ['sub/echo.ts'])).toBeNull()
  })
})

describe('freeName', () => {
  it('is the example’s own while that is free', () => {
    expect(freeName('echo', ['tone.ts'])).toBe('echo')
    expect(freeName('echo', ['echo.ts', 'echo-2.ts'])).toBe('echo-3')
  })

  it('is always one that can be taken', () => {
    const ids = fc.array(fc.integer({ min: 2, max: 9 }).map((n) => `echo-${n}.ts`))
    fc.assert(
      fc.property(ids, (taken) => {
        const all = ['echo.ts', ...taken]
        expect(nameTrouble(freeName('echo', all), all)).toBeNull()
      }),
    )
  })
})
