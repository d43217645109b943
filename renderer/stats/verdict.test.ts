import { describe, expect, it } from 'vitest'
import type { StatId, StatsSlice } from '../../contract/stats'
import { verdictOf } from './verdict'

const SECONDS = 20

/** Twenty seconds; a single number is the same in each. */
function slice(
  series: { readonly [I in StatId]?: number | readonly number[] },
  columns = SECONDS,
): StatsSlice {
  return {
    ...{ fromUs: 0, columnUs: 1_000_000, columns, endUs: columns * 1e6, complete: true },
    series: Object.entries(series).map(([id, value]) => ({
      id: id as StatId,
      values: Float32Array.from({ length: columns }, (_, at) =>
        typeof value === 'number' ? value : (value?.[at] ?? Number.NaN),
      ),
      lows: null,
    })),
  }
}

const sound = { 'engine packets audio in': 50, 'client packets audio out': 50 } as const
const grades = (series: Parameters<typeof slice>[0]) => {
  const { grade, reasons } = verdictOf(slice({ ...sound, ...series })) ?? { grade: null, reasons: [] }
  return [grade, ...reasons.map(({ text }) => text)]
}

describe('the verdict on a connection', () => {
  it('is good where nothing is lost, late or frozen', () => {
    expect(grades({ 'client rttMs': 30, 'client jitterMs audio out': 4 })).toEqual(['good'])
  })

  it('says how much was lost, and on which way', () => {
    expect(grades({ 'engine lost audio in': 1 })).toEqual([
      'poor',
      '2.0 % of the sound on its way to the handler was lost (good: below 1 %)',
    ])
    expect(grades({ 'client lost audio out': 5 })).toEqual([
      'bad',
      '9.1 % of the sound on its way to the client was lost (good: below 1 %)',
    ])
  })

  it('tells the worst first', () => {
    const [grade, first] = grades({ 'client rttMs': 200, 'engine concealedMs audio in': 80 })
    expect([grade, first]).toEqual([
      'bad',
      '8.0 % of the handler’s sound was made up, because none had come (good: below 1 %)',
    ])
  })

  it('sees pictures that stand still, and those that were not decoded', () => {
    const pictures = { 'engine packets video out': 100, 'client packets video out': 100 } as const
    expect(grades({ ...pictures, 'client frozenMs video out': 30 })[1]).toContain('stood still for 3.0 %')
    const decoded = { ...pictures, 'engine frames video out': 30, 'client frames video out': 20 } as const
    expect(grades(decoded)).toEqual([
      'bad',
      'the client did not decode 33 % of the pictures (good: below 10 %)',
    ])
  })

  it('says why a client sends less, if it does so for most of the time', () => {
    expect(grades({ 'client limitation video in': 2 })).toEqual([
      'poor',
      'the client sends smaller or fewer pictures, because its processor is too slow for more',
    ])
    expect(grades({ 'client limitation video in': [1, 1, 0, 0, 0, 0, 0, 0, 0, 0] })).toEqual(['good'])
  })

  it('is not given after a second, and forgets what is half a minute ago', () => {
    expect(verdictOf(slice(sound, 1))).toBeNull()
    const lost = [...Array<number>(30).fill(20), ...Array<number>(30).fill(0)]
    const verdict = verdictOf(slice({ ...sound, 'engine lost audio in': lost }, 60))
    expect([verdict?.grade, verdict?.seconds]).toEqual(['good', 30])
  })
})
