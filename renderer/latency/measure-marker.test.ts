import { describe, expect, it } from 'vitest'
import { createHeardSteps } from '../../contract/heard-steps'
import { WAVE_STEP_MS } from '../../contract/wave'
import { findFlash, meanLuma } from './luma-watch'
import { markerText } from './marker-words'
import { findPicture, findTone } from './measure-marker'

/** What is received from 0 ms on, loud between some times. */
function received(...loud: readonly (readonly [number, number])[]) {
  const steps = createHeardSteps()
  const peaks = Array.from({ length: 4000 / WAVE_STEP_MS }, (_, step) => {
    const ms = step * WAVE_STEP_MS
    return loud.some(([from, to]) => ms >= from && ms < to) ? 0.4 : 0.001
  })
  steps.addPeaks(peaks, 0)
  return steps
}

describe('the tone of a marker', () => {
  it('took as long as until the first loud sound after it', () => {
    const found = findTone(received([200, 900], [1480, 1540]), 1300)
    expect(found).toEqual({ ms: 181.25 })
  })

  it('is not taken for something else that was heard, nor found where nothing came', () => {
    expect(findTone(received([1100, 1400]), 1300)).toBe('busy')
    expect(findTone(received([200, 900]), 1300)).toBe('lost')
  })
})

describe('the flash of a marker', () => {
  const seen = (lumas: readonly number[]) => lumas.map((luma, n) => ({ shownMs: n * 33, luma }))

  it('is the first picture that is much brighter, or darker where the handler turns it around', () => {
    expect(findFlash(seen([16, 17, 16, 16, 20, 230, 230, 16]), 100)).toBe(5 * 33)
    expect(findPicture(seen([240, 240, 240, 240, 60, 20]), 100)).toEqual({ ms: 4 * 33 - 100 })
  })

  it('is lost where nothing changes, or nothing was seen before it', () => {
    expect(findPicture(seen([16, 16, 16, 16, 20]), 50)).toBe('lost')
    expect(findFlash([], 0)).toBeNull()
  })

  it('is looked for in the mean of all pixels', () => {
    expect(meanLuma([255, 255, 255, 255, 0, 0, 0, 255])).toBeCloseTo(127.5)
  })
})

it('is told in words', () => {
  expect(markerText({ sound: { ms: 181.2 }, picture: { ms: 98 } })).toBe(
    'The tone came back after 181 ms, the flash came back after 98 ms.',
  )
  expect(markerText({ sound: 'busy', picture: null })).toMatch(/^Something else was heard/)
  expect(markerText({ sound: null, picture: 'lost' })).toMatch(/does not send back what it sees/)
})
