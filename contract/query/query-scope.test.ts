import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowKinds } from '../row-kinds'
import { compileQuery, kindsOf, timeSpanOf } from './compile-query'
import { parseQuery } from './parse-query'
import { rowAccess } from './row-access'
import { arbitraryQuery, arbitraryRow } from './testing/arbitrary-query'

const kinds = (written: string) => [...(kindsOf(parseQuery(written).query) ?? ['all'])]
const span = (written: string) => timeSpanOf(parseQuery(written).query)

describe('where a query can hold', () => {
  it('is in the kinds that it names, or that have its fields', () => {
    expect(kinds('kind:message,call ms>20')).toEqual(['call'])
    expect(kinds('method:emit or kind:rtp')).toEqual(['call', 'rtp'])
    expect(kinds('lost:true')).toEqual(['rtp', 'rtcp'])
    expect(kinds('data.x:5')).toEqual(['message', 'output', 'input'])
    expect(kinds('kind:rt*')).toEqual(['rtp', 'rtcp'])
    expect(kinds('-(kind!=call or ms>5)')).toEqual(['call'])
    expect(kinds('kind:rtp kind:call')).toEqual([])
    expect(kinds('-kind:rtp')).not.toContain('rtp')
    expect(kinds('-kind:rtp')).toHaveLength(rowKinds.length - 1)
    for (const all of ['', 'a', 'a or kind:rtp', '-ms>5', '-(kind:rtp a)', 'size>5'])
      expect(kinds(all)).toEqual(['all'])
  })

  it('is in the part of the time that it names', () => {
    expect(span('at:12s..15s a')).toEqual({ fromUs: 12e6, toUs: 15e6 })
    expect(span('at>12s at<15s')).toEqual({ fromUs: 12e6, toUs: 15e6 })
    expect(span('at:1s..2s or at:5s..6s')).toEqual({ fromUs: 1e6, toUs: 6e6 })
    expect(span('at:1s..2s,5s..')).toEqual({ fromUs: 1e6, toUs: Number.POSITIVE_INFINITY })
    for (const always of ['', 'a', 'at:..5s or a', '-at:..5s', 'at!=1s..2s']) expect(span(always)).toBeNull()
  })

  it('has every row that matches', () => {
    fc.assert(
      fc.property(arbitraryQuery, arbitraryRow, (query, row) => {
        if (!compileQuery(query, rowAccess)(row)) return
        const { fromUs, toUs } = timeSpanOf(query) ?? { fromUs: row.atUs, toUs: row.atUs }
        expect(kindsOf(query)?.has(row.kind) ?? true).toBe(true)
        expect(row.atUs >= fromUs && row.atUs <= toUs).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })
})
