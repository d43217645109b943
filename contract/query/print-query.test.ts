import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuery } from './parse-query'
import { printQuery } from './print-query'
import { matchAll } from './query'
import { arbitraryQuery } from './testing/arbitrary-query'

describe('a printed query', () => {
  it.each([
    [
      'kind:msg  DIR=in data.type:send_input size > 1k',
      'kind:message direction:in data.type:send_input size>1000',
    ],
    ['at:1:30..1:45.25', 'at:90s..105.25s'],
    ['at>0.0000015', 'at>0.000002s'],
    ['(a and b) or not (c or "d e")', 'a b or -(c or "d e")'],
    ['a (b or c)', 'a (b or c)'],
    ['"or" "x:y"', '"or" "x:y"'],
    ['text:/a b/i has:bytes -*', '/a b/i has:bytes -*'],
    ['medium:AUDIO,"else"', 'medium:audio,"else"'],
    ['data.x:"5",5', 'data.x:"5",5'],
    ['size:5.. ms:..5 n:1..5', 'size>=5 ms<=5 n:1..5'],
    ['late!=true method!=emit', 'late:false method!=emit'],
    ['* or a', ''],
  ])('of %s is %s', (written, printed) => {
    const { query, errors } = parseQuery(written)
    expect(errors).toEqual([])
    expect(printQuery(query)).toBe(printed)
  })

  it('is the same query when it is read again', () => {
    fc.assert(
      fc.property(arbitraryQuery, (query) => {
        expect(parseQuery(printQuery(query))).toEqual({ query, errors: [] })
      }),
      { numRuns: 1000 },
    )
  })

  it('is the same query when that came from any text', () => {
    const pieces = [
      'kind:',
      'at',
      '"',
      '/',
      '(',
      ')',
      ' ',
      ' ',
      '>',
      'or ',
      '-',
      'data.',
      'a',
      '5',
      ':',
      '*',
      '..',
      ',',
    ]
    const texts = fc
      .array(fc.constantFrom(...pieces, 'text:', 'size', 'rtp', '1k', '[*]', '\\'))
      .map((all) => all.join(''))
    fc.assert(
      fc.property(texts, (written) => {
        const { query } = parseQuery(written)
        expect(parseQuery(printQuery(query))).toEqual({ query, errors: [] })
      }),
      { numRuns: 2000 },
    )
  })

  it('is no regular expression where one was begun and not closed', () => {
    const { query } = parseQuery('text:/size*/"a5')
    expect(parseQuery(printQuery(query))).toEqual({ query, errors: [] })
  })

  it('is blank for every row', () => {
    expect(printQuery(matchAll)).toBe('')
  })
})
