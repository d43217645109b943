import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeQuery } from './complete-query'
import { parseQuery } from './parse-query'

/** `|` is the caret. */
const complete = (marked: string) =>
  completeQuery(marked.replace('|', ''), marked.indexOf('|'), { types: ['send_input', 'two words'] })

/** The first offers, each put in its place. */
function outcomes(marked: string): readonly string[] {
  const text = marked.replace('|', '')
  const { from, to, items } = complete(marked)
  return items.slice(0, 5).map(({ insert }) => text.slice(0, from) + insert + text.slice(to))
}

const inserts = (marked: string): readonly string[] => complete(marked).items.map(({ insert }) => insert)

describe('completion', () => {
  it('offers fields where a term begins, those that begin with what is typed first', () => {
    expect(inserts('|')).toContain('kind:')
    expect(outcomes('a ki|')[0]).toBe('a kind:')
    expect(outcomes('-(jit|')[0]).toBe('-(jitterMs>')
    expect(outcomes('di|')[0]).toBe('direction:')
    expect(outcomes('by|')[0]).toBe('has:bytes')
    expect(complete('ki|').items[0]).toMatchObject({
      label: 'kind',
      kind: 'field',
      about: 'What the row is about',
    })
  })

  it('prefers the fields of the kinds that are searched', () => {
    expect(inserts('kind:call |').slice(0, 6)).toContain('method:')
    expect(inserts('kind:stat m|')).toContain('method:')
    expect(inserts('kind:rtp |').indexOf('seq:')).toBeLessThan(inserts('kind:rtp |').indexOf('method:'))
  })

  it('offers the values of a field', () => {
    expect(outcomes('kind:m|')[0]).toBe('kind:message')
    expect(inserts('dir:|')).toEqual(['in', 'out'])
    expect(inserts('medium:audio,|')).toEqual(['audio', 'video'])
    expect(inserts('late:|')).toEqual(['true', 'false'])
    expect(inserts('has:by|')[0]).toBe('bytes')
    expect(inserts('kind=|')).toContain('message')
  })

  it('offers types that are known, in quotes where they need them', () => {
    expect(inserts('type:|')).toEqual(['send_input', '"two words"'])
    expect(inserts('data.type:s|')).toEqual(['send_input', '"two words"'])
  })

  it('offers units behind a number', () => {
    expect(inserts('ms>20|')).toEqual(['20ms', '20s', '20m', '20us'])
    expect(outcomes('at:1s..20|')[0]).toBe('at:1s..20s')
    expect(inserts('size > 1m|')).toEqual(['1mi'])
    expect(inserts('seq:5|')).toEqual([])
  })

  it('offers to join terms only behind one', () => {
    expect(inserts('a o|')).toContain('or ')
    expect(inserts('a |')).toContain('and ')
    for (const start of ['|', '(|', 'a or |', '-|', 'not |']) expect(inserts(start)).not.toContain('or ')
    expect(inserts('|')).toContain('not ')
  })

  it('replaces the whole word that the caret is in', () => {
    expect(outcomes('di|r:in a')[0]).toBe('direction:in a')
    expect(outcomes('kind:m|ess a')[0]).toBe('kind:message a')
    expect(outcomes('dir:|out a')[0]).toBe('dir:in a')
  })

  it('offers nothing within quotes and right behind them', () => {
    for (const marked of ['"a|', '"a"|', '(a)|', 'kind:"|', '/a|/', 'nothing_such:|'])
      expect(inserts(marked)).toEqual([])
  })

  it('makes queries that can be read, wherever the caret is', () => {
    const query = 'kind:message (dir:in or -late:true) data.type:send_input size>1k at:1ms..2m "a b"'
    fc.assert(
      fc.property(fc.nat(query.length), (caret) => {
        const { from, to, items } = completeQuery(query, caret)
        expect(from).toBeLessThanOrEqual(caret)
        expect(to).toBeGreaterThanOrEqual(caret)
        const values = items.filter(({ kind }) => kind === 'value')
        for (const { insert } of values)
          expect(parseQuery(query.slice(0, from) + insert + query.slice(to)).errors).toEqual([])
      }),
    )
  })
})
