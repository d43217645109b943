import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuery } from './parse-query'
import { isMatchAll, type Match, type Query } from './query'

function read(text: string): Query {
  const { query, errors } = parseQuery(text)
  expect(errors).toEqual([])
  return query
}

const field = (name: string, ...of: Match[]): Query => ({ op: 'field', field: name, test: 'any', of })
const without = (name: string, ...of: Match[]): Query => ({ op: 'field', field: name, test: 'none', of })
const equal = (value: string | number | boolean | null): Match => ({ is: 'equal', value })
const between = (from: number | null, to: number | null): Match => ({ is: 'between', from, to })
const text = (needle: string): Query => ({ op: 'text', text: needle })
const data = (path: readonly (string | number | null)[], ...of: Match[]): Query => ({
  op: 'data',
  path,
  test: 'any',
  of,
})

/** The marked part of a query, and what is said of it. */
function faults(marked: string): readonly (readonly [string, string])[] {
  return parseQuery(marked).errors.map(({ from, to, message }) => [marked.slice(from, to), message])
}

describe('a query', () => {
  it('means every row when it is blank', () => {
    expect(isMatchAll(read(' \n\t '))).toBe(true)
    expect(isMatchAll(read('*'))).toBe(true)
    expect(isMatchAll(read('a'))).toBe(false)
  })

  it('asks for messages of a type that are large', () => {
    expect(read('kind:message dir:in data.type:send_input size>1k')).toEqual({
      op: 'and',
      terms: [
        field('kind', equal('message')),
        field('direction', equal('in')),
        data(['type'], equal('send_input')),
        field('size', { is: 'above', value: 1000 }),
      ],
    })
  })

  it('asks for calls that took long, for packets before which some are missing, for a part of the time', () => {
    expect(read('kind:call method:emit ms>20')).toEqual({
      op: 'and',
      terms: [
        field('kind', equal('call')),
        field('method', equal('emit')),
        field('ms', { is: 'above', value: 20 }),
      ],
    })
    expect(read('kind:rtp lost:true')).toMatchObject({ terms: [{}, field('lost', equal(true))] })
    expect(read('at:12s..15s')).toEqual(field('at', between(12_000_000, 15_000_000)))
  })

  it('finds words and phrases in the text, and reads a field’s operator with blanks around it', () => {
    expect(read('"a  phrase" size >= 5')).toEqual({
      op: 'and',
      terms: [text('a  phrase'), field('size', between(5, null))],
    })
    expect(read(String.raw`"say \"hi\" \\ \n"`)).toEqual(text(String.raw`say "hi" \ \n`))
    for (const word of ['1:30', '/home/x/y.ts', '-', '::', 'a-b', 'it’s', '<5', '*word*'])
      expect(read(word)).toEqual(text(word.replaceAll('*', '')))
  })

  it('binds not before and before or, unless parentheses say otherwise', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(text) as [Query, Query, Query]
    const notA: Query = { op: 'not', term: a }
    expect(read('a b or not c')).toEqual({
      op: 'or',
      terms: [
        { op: 'and', terms: [a, b] },
        { op: 'not', term: c },
      ],
    })
    expect(read('a AND (b Or c)')).toEqual({ op: 'and', terms: [a, { op: 'or', terms: [b, c] }] })
    expect(read('-a b')).toEqual({ op: 'and', terms: [notA, b] })
    expect(read('-(a or b)')).toEqual({ op: 'not', term: { op: 'or', terms: [a, b] } })
    expect(read('not -a')).toEqual(a)
    expect(read('((a)) (b (c))')).toEqual({ op: 'and', terms: [a, b, c] })
    expect(read('android order notes')).toMatchObject({ op: 'and' })
  })

  it.each<[string, Query]>([
    ['type:send_input', field('type', equal('send_input'))],
    ['TYPE="a b"', field('type', equal('a b'))],
    ['kind:msg,Packet', field('kind', equal('message'), equal('rtp'))],
    ['type:te*', field('type', { is: 'like', pattern: 'te*' })],
    ['type:"te*"', field('type', equal('te*'))],
    ['type:/^a b/i', field('type', { is: 'regex', pattern: '^a b', flags: 'i' })],
    ['/[/] x/si', field('text', { is: 'regex', pattern: '[/] x', flags: 'is' })],
    ['method:*', field('method', { is: 'there' })],
    ['method!=emit', without('method', equal('emit'))],
    ['method!:emit,receive', without('method', equal('emit'), equal('receive'))],
    ['method!=*', { op: 'not', term: field('method', { is: 'there' }) }],
    ['late!=true', field('late', equal(false))],
    ['size:1..5', field('size', between(1, 5))],
    ['size:..5,10', field('size', between(null, 5), equal(10))],
    ['size:5..', field('size', between(5, null))],
    ['size<=5', field('size', between(null, 5))],
    ['size<5', field('size', { is: 'below', value: 5 })],
    ['has:bytes', field('bytes', equal(true))],
    ['has!=method', { op: 'not', term: field('method', { is: 'there' }) }],
    ['has:data.x', data(['x'], { is: 'there' })],
    ['wait:5 jitter:5 rtt:5', read('waitMs:5 jitterMs:5 rttMs:5')],
    ['data.a.b[0].c:5', data(['a', 'b', 0, 'c'], equal(5))],
    ['data["odd \\"key\\""][*]:"5"', data(['odd "key"', null], equal('5'))],
    ['data.x:true,null,tr*', data(['x'], equal(true), equal(null), { is: 'like', pattern: 'tr*' })],
    ['data.x:1.5..2', data(['x'], between(1.5, 2))],
    ['data:*', data([], { is: 'there' })],
  ])('reads %s', (written, meant) => {
    expect(read(written)).toEqual(meant)
  })

  it.each<[string, number]>([
    ['ms:20', 20],
    ['ms:20ms', 20],
    ['ms:1.5s', 1500],
    ['ms:2m', 120_000],
    ['ms:1m30s', 90_000],
    ['ms:150us', 0.15],
    ['ms:150µs', 0.15],
    ['size:1k', 1000],
    ['size:1KI', 1024],
    ['size:1.5m', 1_500_000],
    ['size:1mi', 1_048_576],
    ['levelDb:-50dB', -50],
    ['sampleRate:48k', 48_000],
    ['bitrate:1.5m', 1_500_000],
    ['fraction:80%', 0.8],
    ['ssrc:0xFF', 255],
    ['n:-0', 0],
  ])('takes the number of %s in the unit of its field', (written, value) => {
    expect(read(written)).toMatchObject({ of: [{ value }] })
  })

  it.each<[string, number, number]>([
    ['at:12..15', 12e6, 15e6],
    ['at:1500ms..2s', 1.5e6, 2e6],
    ['at:1:30..1:45', 90e6, 105e6],
    ['at:0:01.5..1:00:00', 1.5e6, 3600e6],
    ['at:1m30s..2m', 90e6, 120e6],
  ])('takes the times of %s in microseconds', (written, from, to) => {
    expect(read(written)).toMatchObject({ of: [between(from, to)] })
  })
})

describe('an error in a query', () => {
  it.each<[string, string, string]>([
    ['kid:message', 'kid', 'there is no field `kid`'],
    ['a kind:mesage b', 'mesage', '`kind` is never `mesage`'],
    ['a kind: b', 'kind:', 'a value is missing'],
    ['kind:rtp,', ',', 'a value is missing'],
    ['a or', 'or', 'something is missing after `or`'],
    ['and a', 'and', 'something is missing before `and`'],
    ['a ()', '(', 'something is missing after `(`'],
    ['a (b', '(', 'this parenthesis is not closed'],
    ['a) b', ')', 'this parenthesis was never opened'],
    ['a "b c', '"b c', 'this quote is not closed'],
    ['a /b c', '/b c', 'this regular expression is not closed'],
    ['type:"a"b', 'b', '`b` does not belong here'],
    ['type:/a(b/', '(', 'the regular expression is wrong: missing closing )'],
    ['/a(?=b)/', '(?=', 'the regular expression is wrong: invalid or unsupported Perl syntax'],
    ['/(a)\\1/', '\\1', 'the regular expression is wrong: invalid escape sequence'],
    ['/[**]**/', '**', 'the regular expression is wrong: invalid nested repetition operator'],
    ['/a{1000}b{1000}/', 'a{1000}b{1000}', 'the regular expression is wrong: it is too large'],
    ['/a/ig', 'ig', '`ig` are not flags of a regular expression'],
    ['size>large', 'large', '`large` is not a number here'],
    ['size:1..x', 'x', '`x` is not a number here'],
    ['size:5..1', '5..1', 'the range ends before it begins'],
    ['size:..', '..', 'a range needs an end'],
    ['size>1,2', ',', '`>` compares with one number only'],
    ['type>5', '>', '`>` compares numbers, `type` is none'],
    ['seq:/1/', '/1/', '`seq` is a number'],
    ['late:5', '5', '`late` is true or false'],
    ['at:12s', '12s', 'hardly anything happens at one microsecond exactly'],
    ['text:""', '""', 'there is nothing between the quotes'],
    ['ms>1e999', '1e999', '`1e999` is too large'],
    ['has:bytez', 'bytez', 'there is no field `bytez`'],
    ['has>5', '>', '`has` is followed by `:`'],
  ])('in %s points at %s', (written, marked, message) => {
    expect(faults(written)).toEqual([[marked, message]])
  })

  it('says which name was likely meant, and how to search for the text', () => {
    const hintOf = (written: string) => parseQuery(written).errors[0]?.hint
    expect(hintOf('jiter>5')).toContain('`jitter`')
    expect(hintOf('kind:mesage')).toContain('`message`')
    expect(hintOf('payload.x:5')).toContain('`data.payload.x`')
    expect(hintOf('http://x')).toContain('in quotes')
    expect(hintOf('kind:(rtp or rtcp)')).toContain('kind:a,b')
  })

  it('hides no other, and leaves what is right', () => {
    const { query, errors } = parseQuery('kid:x kind:rtp (size>big or late:true')
    expect(errors.map(({ from }) => from)).toEqual([0, 15, 21])
    expect(query).toEqual({
      op: 'and',
      terms: [field('kind', equal('rtp')), field('late', equal(true))],
    })
  })

  it('is told of a query that is too long or too deep', () => {
    expect(parseQuery('a '.repeat(6000)).errors).toMatchObject([{ from: 10_000 }])
    expect(parseQuery('('.repeat(5000)).errors[0]?.message).toContain('more than 100')
    expect(parseQuery(`${'-'.repeat(9000)}a`).errors).toEqual([])
  })

  const pieces = fc.constantFrom(
    ...[
      'kind:',
      'at',
      ':',
      '..',
      '"',
      '/',
      '(',
      ')',
      '[',
      ']',
      '\\',
      ',',
      '-',
      ' ',
      '>',
      '=',
      '*',
      'or',
      'and',
    ],
    ...['data.', 'a', '5', '1k', 'rtp', '!', '\n', '\u{1f600}', '\ud800', 'has:', 'x[0]', '["k"]', '/i'],
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((all) => all.join('')),
  )

  it('is where the parenthesis is that was not closed, not where one was put in', () => {
    expect(parseQuery('(kind:["k"](').errors.every(({ from, to }) => from >= 0 && to <= 12)).toBe(true)
    expect(parseQuery('(kind:["k"](').errors.length).toBeGreaterThan(0)
  })

  it('is never thrown, and lies in the text', () => {
    fc.assert(
      fc.property(texts, (written) => {
        for (const { from, to } of parseQuery(written).errors) {
          expect(from).toBeGreaterThanOrEqual(0)
          expect(to).toBeGreaterThan(from)
          expect(to).toBeLessThanOrEqual(written.length)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
