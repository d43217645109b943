import { rowKinds } from '../journal'
import type { RowFieldValue } from '../row-fields'
import { ESCAPE_NEEDLE, jsonNeedle } from './json-needle'
import { compileFieldMatches, compileJsonMatches, compileTextMatches } from './match-value'
import type { DataTerm, FieldTerm, Match, Query, TextTerm } from './query'
import { dataKinds, fieldNamed } from './query-fields'
import { valuesAt } from './values-at'

export { kindsOf, timeSpanOf } from './query-scope'

/** How rows are looked into, whatever they are: objects, or indexes into columns. Asked once per query, not per row. */
export interface RowAccess<R> {
  /** `name`: kind, direction, type, size, atUs, n, file, line, hasBytes, or of `rowFields`; null = the row does not have it. */
  field(name: string): (row: R) => RowFieldValue | null
  /** Whether the needle, in lower case and not empty, occurs in the row's text or type. */
  hasText(lowerCaseNeedle: string): (row: R) => boolean
  /** The whole text, for regular expressions and `data`. */
  text(row: R): string
}

/** What a look at one row costs, from least to most: columns, the index of texts, the text itself. */
const costs = { field: 0, word: 1, text: 2, data: 3, regex: 4 } as const

interface Test<R> {
  readonly cost: number
  readonly holds: (row: R) => boolean
}

interface Compiler<R> {
  readonly access: RowAccess<R>
  /** The row's text as JSON: undefined = it is none. Of the row asked for last it is kept, for several terms ask one after the other. */
  readonly json: (row: R) => unknown
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function createCompiler<R>(access: RowAccess<R>): Compiler<R> {
  let last: { readonly row: R; readonly value: unknown } | null = null
  return {
    access,
    json(row) {
      if (last === null || last.row !== row) last = { row, value: parsed(access.text(row)) }
      return last.value
    },
  }
}

function textTest<R>({ text }: TextTerm, { access }: Compiler<R>): Test<R> {
  return { cost: costs.text, holds: access.hasText(text.toLowerCase()) }
}

function wholeTextTest<R>({ test, of }: FieldTerm, { access }: Compiler<R>): Test<R> {
  const matches = compileTextMatches(of)
  if (test === 'none')
    return {
      cost: costs.regex,
      holds: (row) => {
        const text = access.text(row)
        return text !== '' && !matches(text)
      },
    }
  const [only] = of
  if (of.length > 1 || only?.is !== 'equal')
    return { cost: costs.regex, holds: (row) => matches(access.text(row)) }
  const mayHave = access.hasText(String(only.value).toLowerCase())
  return { cost: costs.data, holds: (row) => mayHave(row) && matches(access.text(row)) }
}

const isFalse = (match: Match): boolean => match.is === 'equal' && match.value === false

function fieldTest<R>(term: FieldTerm, compiler: Compiler<R>): Test<R> {
  const field = fieldNamed(term.field)
  if (!field) return { cost: costs.field, holds: () => false }
  if (field.type === 'text') return wholeTextTest(term, compiler)
  const { access } = compiler
  const read = access.field(field.key)
  const matches = compileFieldMatches(term.of, field)
  const cost = field.name === 'kind' || field.type !== 'word' ? costs.field : costs.word
  if (term.test === 'none')
    return {
      cost,
      holds: (row) => {
        const value = read(row)
        return value !== null && !matches(value)
      },
    }
  // What is not the case is mostly not written down: of kinds that know the field, absent is false.
  const kindOf = term.of.some(isFalse) ? access.field('kind') : null
  const knows = new Set<RowFieldValue | null>(field.kinds ?? rowKinds)
  return {
    cost,
    holds: (row) => {
      const value = read(row)
      return value === null ? kindOf !== null && knows.has(kindOf(row)) : matches(value)
    },
  }
}

function dataTest<R>(term: DataTerm, { access, json }: Compiler<R>): Test<R> {
  const kindOf = access.field('kind')
  const kinds = new Set<RowFieldValue | null>(dataKinds)
  const needle = jsonNeedle(term)
  const hasNeedle = needle === '' ? () => true : access.hasText(needle)
  const hasEscape = access.hasText(ESCAPE_NEEDLE)
  const matches = compileJsonMatches(term.of)
  const isAny = term.test === 'any'
  return {
    cost: costs.data,
    holds(row) {
      if (!kinds.has(kindOf(row)) || !(hasNeedle(row) || hasEscape(row))) return false
      const values = valuesAt(json(row), term.path)
      return isAny ? values.some(matches) : values.length > 0 && !values.some(matches)
    },
  }
}

function cheapestFirst<R>(terms: readonly Query[], compiler: Compiler<R>): readonly Test<R>[] {
  return terms.map((term) => testOf(term, compiler)).sort((a, b) => a.cost - b.cost)
}

/** Chained, not looped over, while there are few: that is inlined. */
const CHAINED = 8

function allHold<R>(tests: readonly Test<R>[]): (row: R) => boolean {
  const all = tests.map(({ holds }) => holds)
  if (all.length > CHAINED) return (row) => all.every((holds) => holds(row))
  return all.reduceRight((rest, holds) => (row) => holds(row) && rest(row))
}

function oneHolds<R>(tests: readonly Test<R>[]): (row: R) => boolean {
  const all = tests.map(({ holds }) => holds)
  if (all.length > CHAINED) return (row) => all.some((holds) => holds(row))
  return all.reduceRight((rest, holds) => (row) => holds(row) || rest(row))
}

function testOf<R>(query: Query, compiler: Compiler<R>): Test<R> {
  switch (query.op) {
    case 'all':
      return { cost: costs.field, holds: () => true }
    case 'and':
    case 'or': {
      const tests = cheapestFirst(query.terms, compiler)
      const holds = query.op === 'and' ? allHold(tests) : oneHolds(tests)
      return { cost: Math.max(...tests.map(({ cost }) => cost)), holds }
    }
    case 'not': {
      const { cost, holds } = testOf(query.term, compiler)
      return { cost, holds: (row) => !holds(row) }
    }
    case 'text':
      return textTest(query, compiler)
    case 'field':
      return fieldTest(query, compiler)
    case 'data':
      return dataTest(query, compiler)
  }
}

/**
 * A query, from `parseQuery` without errors, as a function of a row. Cheap terms are looked at first: columns before the
 * index of texts before the texts. A row must stay what it is while it is `===` itself.
 */
export function compileQuery<R>(query: Query, access: RowAccess<R>): (row: R) => boolean {
  return testOf(query, createCompiler(access)).holds
}
