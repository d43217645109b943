import { describe, expect, it } from 'vitest'
import { parseOptions } from './options'

const measures = ['start', 'audio', 'video']

describe('the options of the bench', () => {
  it('measure everything for twelve seconds a call when nothing is said', () => {
    expect(parseOptions([], measures)).toEqual({ json: false, seconds: 12, only: measures })
  })

  it('take a time, some measures and the JSON alone', () => {
    expect(parseOptions(['--json', '--seconds', '7', '--only', 'audio, start'], measures)).toEqual({
      json: true,
      seconds: 7,
      only: ['audio', 'start'],
    })
  })

  it('refuse what they do not know, saying what there is', () => {
    expect(() => parseOptions(['--only', 'sound'], measures)).toThrow('there are start, audio, video')
    expect(() => parseOptions(['--seconds', 'long'], measures)).toThrow('--seconds takes a number')
    expect(() => parseOptions(['--fast'], measures)).toThrow('--fast')
  })
})
