// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { TimelineLaneId, TimelineSlice } from '../../contract/timeline'
import { columnAt, laneSpecs, laneText, laneValue } from './lane-specs'

describe('the lanes of a timeline', () => {
  it('stand in the order of what happens: sound, speech, calls, queues, messages, losses', () => {
    const ids: readonly TimelineLaneId[] = [
      'lost out',
      'messages out',
      'queue audio in',
      'call emit',
      'call other',
      'call receive',
      'speech',
      'sound out',
      'sound in',
    ]
    expect(laneSpecs(ids).map(({ title }) => title)).toEqual([
      'You',
      'Handler',
      'Speech',
      'receive()',
      'emit()',
      'Other calls',
      'Queue: audio in',
      'Messages from it',
      'Lost, from it',
    ])
  })

  it('say in words what is at a time', () => {
    const lane = (id: TimelineLaneId, value: number, low: number | null = null) => {
      const lows = low === null ? null : Float32Array.of(low)
      const [spec] = laneSpecs([id])
      const lanes = [{ id, values: Float32Array.of(value), lows }]
      const slice = { lanes } as unknown as TimelineSlice
      return spec && [laneText(spec, slice, 0), laneValue(spec, slice, 0)]
    }
    expect(lane('sound in', 0.25, -0.5)).toEqual(['−6.0 dBFS', '−6.0 dBFS'])
    expect(lane('sound out', 0, 0)).toEqual(['silent', 'silent'])
    expect(lane('speech', 0.874)).toEqual(['87 %', '87 %'])
    expect(lane('call receive', 1.5)).toEqual(['150 % of its time', '150 %'])
    expect(lane('call emit', 0)).toEqual(['runs', 'runs'])
    expect(lane('queue audio in', 0.5)).toEqual(['50 % full', '50 %'])
    expect(lane('messages in', 3)).toEqual(['3', '3'])
    expect(lane('messages in', Number.NaN)).toEqual(['–', ''])
  })

  it('find the column of a time', () => {
    const slice = { range: { fromUs: 100, columnUs: 10, columns: 3 } } as TimelineSlice
    expect([99, 100, 129.9, 130].map((us) => columnAt(slice, us))).toEqual([null, 0, 2, null])
  })
})
