import { describe, expect, it } from 'vitest'
import { parseServeOptions } from './options'

describe('the options of the bench of the server', () => {
  it('are both media and steps up to what is to be served, where nothing is said', () => {
    const { media, steps, seconds, trouble } = parseServeOptions([])
    expect({ media, seconds, trouble }).toEqual({ media: ['audio', 'av'], seconds: 10, trouble: true })
    expect(steps.audio).toEqual([1, 2, 4, 8, 12, 16, 20, 24, 28, 32])
    expect(steps.av).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('end the steps at the number that is given', () => {
    expect(parseServeOptions(['--media', 'audio', '--max', '9']).steps.audio).toEqual([1, 2, 4, 8])
  })

  it('are the very steps that are given', () => {
    expect(parseServeOptions(['--steps', '3,8']).steps.av).toEqual([3, 8])
  })

  it.each([
    [['--media', 'smell'], '--media takes audio, av or both'],
    [['--max', '0'], '--max takes a number from 1'],
    [['--seconds', ''], '--seconds takes a number from 4'],
  ])('are refused with a sentence when they are none: %s', (argv, message) => {
    expect(() => parseServeOptions(argv)).toThrow(message)
  })
})
