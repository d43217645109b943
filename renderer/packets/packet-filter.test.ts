import { describe, expect, it } from 'vitest'
import { compileQuery } from '../../contract/query/compile-query'
import { parseQuery } from '../../contract/query/parse-query'
import { rowAccess } from '../../contract/query/row-access'
import type { RowFields } from '../../contract/row-fields'
import { sampleRow } from '../testing/samples'
import { mediaQuery, packetFilter, problemQuery } from './packet-filter'

function matcher(text: string) {
  const { query, errors } = parseQuery(text)
  expect(errors).toEqual([])
  const matches = compileQuery(query, rowAccess)
  return (kind: 'rtp' | 'rtcp', fields: RowFields, direction: 'in' | 'out' = 'in', type = 'audio') =>
    matches({ ...sampleRow(0, { kind, fields, direction, type, summary: '' }), text: '' })
}

describe('the filter of packets', () => {
  it('lets every packet through when nothing is asked for', () => {
    expect(packetFilter({ text: ' ', stream: null, onlyProblems: false })).toEqual({
      text: '',
      kinds: ['rtp', 'rtcp'],
      directions: [],
    })
  })

  it('finds losses, late packets, duplicates and requests, but not reports of losses', () => {
    const matches = matcher(problemQuery)
    expect(matches('rtp', { lost: 2 })).toBe(true)
    expect(matches('rtp', { late: true })).toBe(true)
    expect(matches('rtp', { duplicate: true })).toBe(true)
    expect(matches('rtcp', { packets: 1 }, 'out', 'NACK')).toBe(true)
    expect(matches('rtp', { seq: 1 })).toBe(false)
    expect(matches('rtcp', { lost: 2 }, 'out', 'RR')).toBe(false)
  })

  it('takes the packets of one direction of a source, and what either side reports about it', () => {
    const { text } = packetFilter({
      text: '',
      stream: { direction: 'in', ssrc: 4_294_967_295 },
      onlyProblems: false,
    })
    const matches = matcher(text)
    expect(matches('rtp', { ssrc: 4_294_967_295 })).toBe(true)
    expect(matches('rtp', { ssrc: 4_294_967_295 }, 'out')).toBe(false)
    expect(matches('rtcp', { ssrc: 4_294_967_295 }, 'out', 'PLI')).toBe(true)
    expect(matches('rtp', { ssrc: 7 })).toBe(false)
  })

  it('asks for all at once, however the person’s own words are joined', () => {
    const { text } = packetFilter({
      text: 'size>100 or marker:true',
      stream: { direction: 'in', ssrc: 7 },
      onlyProblems: true,
    })
    const matches = matcher(text)
    expect(matches('rtp', { ssrc: 7, lost: 1, marker: true })).toBe(true)
    expect(matches('rtp', { ssrc: 8, lost: 1, marker: true })).toBe(false)
    expect(matches('rtp', { ssrc: 7, marker: true })).toBe(false)
    expect(matches('rtp', { ssrc: 7, lost: 1 })).toBe(false)
  })

  it('finds the packets of a stream for its chart', () => {
    const matches = matcher(mediaQuery({ direction: 'out', ssrc: 7 }))
    expect(matches('rtp', { ssrc: 7 }, 'out')).toBe(true)
    expect(matches('rtcp', { ssrc: 7 }, 'out')).toBe(false)
  })
})
