import { describe, expect, it } from 'vitest'
import { createMarker, needlesOf } from './highlight'
import { parseQuery } from './parse-query'

const needles = (written: string) => needlesOf(parseQuery(written).query)

function marked(written: string, text: string): readonly string[] {
  return createMarker(needles(written))(text).map(({ from, to }) => text.slice(from, to))
}

describe('what to mark', () => {
  it('is what the text must have', () => {
    expect(needles('Hello or "a b" /x+/i text:y')).toEqual(['Hello', 'a b', { regex: 'x+', flags: 'i' }, 'y'])
    expect(needles('data.type:send_input data.x:"a\\"b" data.n:5')).toEqual(['send_input', 'a\\"b'])
    expect(needles('a a a')).toEqual(['a'])
  })

  it('is not what it must not have, nor what is beside the text', () => {
    expect(needles('-a text!=b data.x!=c kind:message type:d size>5 data.x:* *')).toEqual([])
  })

  it('is found in any case, by its place in the text', () => {
    expect(marked('hello', 'say HELLO, Hello')).toEqual(['HELLO', 'Hello'])
    expect(marked('x', 'İİ x')).toEqual(['x'])
    expect(marked('a.b', 'aXb a.b')).toEqual(['a.b'])
    expect(marked('text:se*put', 'a send_input here')).toEqual(['send_input'])
    expect(marked('/\\d+/', 'n 12 and 345')).toEqual(['12', '345'])
  })

  it('is joined where it overlaps, and never empty', () => {
    expect(marked('abc or bcd or cde', 'xabcdex')).toEqual(['abcde'])
    expect(marked('/x*/', 'ab xx')).toEqual(['xx'])
  })

  it('is bounded in number and in time', () => {
    expect(createMarker(['a'])('ab'.repeat(100_000)).length).toBe(500)
    const began = performance.now()
    expect(createMarker([{ regex: '(a+)+$', flags: '' }])(`${'a'.repeat(20_000)}b`)).toEqual([])
    expect(performance.now() - began).toBeLessThan(3000)
  })
})
