import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileQuery, type RowAccess } from './compile-query'
import { compileJsonMatches } from './match-value'
import { parseQuery } from './parse-query'
import type { Query } from './query'
import { dataKinds } from './query-fields'
import { type QueryRow, rowAccess } from './row-access'
import { arbitraryDataTerm, arbitraryQuery, arbitraryRow } from './testing/arbitrary-query'
import { valuesAt } from './values-at'

function read(written: string): Query {
  const { query, errors } = parseQuery(written)
  expect(errors).toEqual([])
  return query
}

const row = (change: Partial<QueryRow>): QueryRow => ({
  n: 0,
  atUs: 13_000_000,
  kind: 'message',
  direction: 'in',
  type: null,
  sizeBytes: 2000,
  text: '',
  position: null,
  fields: {},
  hasBytes: false,
  ...change,
})

const json = {
  type: 'send_input',
  data: { level: 5, ok: true, none: null, words: ['Hello', 'ä/b'], 'odd key': 1 },
}
const message = row({ type: 'send_input', text: JSON.stringify(json) })
const call = row({
  kind: 'call',
  direction: null,
  type: 'emit',
  sizeBytes: 0,
  fields: { method: 'emit', ms: 25, waitMs: 0, outcome: 'ok' },
})
const packet = row({
  kind: 'rtp',
  type: 'audio',
  hasBytes: true,
  fields: { medium: 'audio', seq: 7, lost: 2, marker: false },
})
const line = row({
  kind: 'console',
  direction: null,
  type: 'error',
  text: 'Heard 12 samples\nof a Microphone',
  position: { file: '/h/echo.ts', line: 12, column: 3 },
})

const holds = (written: string, one: QueryRow): boolean => compileQuery(read(written), rowAccess)(one)

describe('a compiled query', () => {
  it.each<[QueryRow, string]>([
    [message, 'kind:message dir:in data.type:send_input size>1k'],
    [call, 'kind:call method:emit ms>20'],
    [packet, 'kind:rtp lost:true'],
    [message, 'at:12s..15s'],
    [message, 'at:13s..'],
    [message, 'at:..13s'],
    [message, 'SEND_input'],
    [message, 'type:Send_*put'],
    [message, 'type:*INPUT,log'],
    [message, 'type:/^send_[a-z]+$/'],
    [message, 'data.data.level:5'],
    [message, 'data.data.level>=5 data.data.level<5.1 data.data.level:1..9'],
    [message, 'data.data.ok:true data.data.none:null'],
    [message, 'data.data.words[0]:hello'],
    [message, 'data.data.words[*]:"Ä/b"'],
    [message, 'data.data.words[*]:/^Hell/ data.data.words[*]:*l*'],
    [message, 'data.data["odd key"]:1'],
    [message, 'data.data.words!=bye data.data:* data:*'],
    [call, 'size:0 direction:*  or type:emit'],
    [call, 'ms:20..30 wait:0 wait:false outcome!=error'],
    [call, '-lost:* -data:* -file:*'],
    [packet, 'has:bytes seq:7 marker:false late:false'],
    [packet, 'lost!=0'],
    [line, 'file:echo.ts line>11'],
    [line, 'file:/H/echo.ts file:*.ts file:/echo/'],
    [line, 'microphone "12 SAMPLES"'],
    [line, 'text:heard*microphone text:"of a" text:*'],
    [line, '/heard \\d+/i /^of/m /Heard.*Mic/s'],
    [line, 'text!=camera -camera'],
  ])('holds for %s: %s', (one, written) => {
    expect(holds(written, one)).toBe(true)
  })

  it.each<[QueryRow, string]>([
    [message, 'size>2000'],
    [message, 'size<2000'],
    [message, 'at:..12.999999s'],
    [message, 'dir:out'],
    [message, 'type:send'],
    [message, 'type:end*'],
    [message, 'data.data.level:"5"'],
    [message, 'data.data.words:Hello'],
    [message, 'data.data.words[2]:*'],
    [message, 'data.data.nothing!=5'],
    [message, 'data.data.none:*x*'],
    [message, 'data.toString:*'],
    [message, 'lost:false'],
    [call, 'direction!=in'],
    [call, 'data.type:emit'],
    [call, 'wait:true'],
    [packet, 'lost:false'],
    [packet, 'marker:true'],
    [line, 'data:*'],
    [line, 'file:cho.ts'],
    [line, '/heard/'],
    [line, 'text:error'],
    [line, 'text!=heard'],
    [line, '-*'],
  ])('does not hold for %s: %s', (one, written) => {
    expect(holds(written, one)).toBe(false)
  })

  it('looks at columns before texts, and at texts before it takes them apart', () => {
    const asked: string[] = []
    const noting: RowAccess<QueryRow> = {
      field: (name) => {
        const of = rowAccess.field(name)
        return (one) => {
          asked.push(name)
          return of(one)
        }
      },
      hasText: (needle) => (one) => {
        asked.push(needle)
        return rowAccess.hasText(needle)(one)
      },
      text: (one) => {
        asked.push('text')
        return one.text
      },
    }
    const matches = compileQuery(read('/x/ data.y:Zed word type:a kind:message'), noting)
    const text = '{"y":"zed","x":"a word"}'
    expect(matches(row({ type: 'a', text }))).toBe(true)
    expect(asked).toEqual(['kind', 'type', 'word', 'kind', 'zed', 'text', 'text'])
    asked.length = 0
    expect(matches(row({ type: 'b', text }))).toBe(false)
    expect(matches(row({ kind: 'rtp' }))).toBe(false)
    expect(asked).toEqual(['kind', 'type', 'kind'])
  })

  it('finds in JSON what a search through all of it would find, however that is written', () => {
    fc.assert(
      fc.property(arbitraryDataTerm, arbitraryRow, (term, one) => {
        let parsed: unknown
        try {
          parsed = JSON.parse(one.text)
        } catch {
          parsed = undefined
        }
        const values = dataKinds.includes(one.kind) ? valuesAt(parsed, term.path) : []
        const some = values.some(compileJsonMatches(term.of))
        const expected = term.test === 'any' ? some : values.length > 0 && !some
        expect(compileQuery(term, rowAccess)(one)).toBe(expected)
      }),
      { numRuns: 3000 },
    )
  })

  it('keeps the laws of and, or and not', () => {
    fc.assert(
      fc.property(arbitraryQuery, arbitraryQuery, arbitraryRow, (a, b, one) => {
        const of = (query: Query): boolean => compileQuery(query, rowAccess)(one)
        expect(of({ op: 'and', terms: [a, b] })).toBe(of(a) && of(b))
        expect(of({ op: 'or', terms: [a, b] })).toBe(of(a) || of(b))
        expect(of({ op: 'not', term: a })).toBe(!of(a))
      }),
      { numRuns: 500 },
    )
  })

  it('answers soon where a regular expression would backtrack for ever', () => {
    const text = `${'a'.repeat(50_000)}b`
    const began = performance.now()
    for (const pattern of ['(a+)+$', '(a*)*c', '(a|a)*c$', '(.*)(.*)(.*)x'])
      expect(holds(`/${pattern}/`, row({ text }))).toBe(false)
    expect(performance.now() - began).toBeLessThan(3000)
  })

  it('holds a thousand terms', () => {
    const written = Array.from({ length: 1000 }, (_, at) => `n:${at}`)
    expect(holds(written.join(' or '), row({ n: 999 }))).toBe(true)
    expect(holds(written.map((term) => `-${term}`).join(' '), row({ n: 1000 }))).toBe(true)
  })
})
