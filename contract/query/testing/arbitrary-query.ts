import fc from 'fast-check'
import { rowKinds } from '../../journal'
import { rowFields } from '../../row-fields'
import { allOf, anyOf, type DataPath, type Match, not, type Query } from '../query'
import { queryFields } from '../query-fields'
import type { QueryRow } from '../row-access'

const words = fc.constantFrom(
  'a',
  'Send_Input',
  'log',
  'ä b',
  '"',
  '\\',
  'x/y',
  'and',
  '5',
  'true',
  'in',
  '1..2',
  '*',
)
const numbers = fc.oneof(
  fc.integer({ min: -3, max: 3000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const noZeroSign = (value: number): number => value + 0
const number = numbers.map(noZeroSign)
const time = fc.integer({ min: 0, max: 20_000_000 })

function ranges(value: fc.Arbitrary<number>): fc.Arbitrary<Match> {
  return fc
    .tuple(fc.option(value), fc.option(value))
    .filter(([a, b]) => a !== null || b !== null)
    .map(([a, b]) => (a !== null && b !== null && a > b ? ([b, a] as const) : ([a, b] as const)))
    .map(([from, to]) => ({ is: 'between', from, to }))
}

const comparisons = (value: fc.Arbitrary<number>): fc.Arbitrary<Match> =>
  fc.record({ is: fc.constantFrom('above' as const, 'below' as const), value })
const equal = (value: fc.Arbitrary<string | number | boolean | null>): fc.Arbitrary<Match> =>
  fc.record({ is: fc.constant('equal' as const), value })
const like: fc.Arbitrary<Match> = fc
  .constantFrom('a*', '*a', 'se*put', 'x*/*')
  .map((pattern) => ({ is: 'like', pattern }))
const regex: fc.Arbitrary<Match> = fc.record({
  is: fc.constant('regex' as const),
  pattern: fc.constantFrom('a', 'a|b', '^[a/]+$', String.raw`\/x y\.`, 'ä"'),
  flags: fc.constantFrom('', 'i', 'is'),
})

type Test = { readonly test: 'any' | 'none'; readonly of: readonly Match[] }

/** One comparison alone, that something is there, or a list that holds or does not. */
function tests(
  listed: fc.Arbitrary<Match>,
  alone: fc.Arbitrary<Match> = fc.constant({ is: 'there' }),
): fc.Arbitrary<Test> {
  const single = fc.record({
    test: fc.constant('any' as const),
    of: fc.tuple(fc.oneof(alone, fc.constant<Match>({ is: 'there' }))),
  })
  const list = fc.record({
    test: fc.constantFrom('any' as const, 'none' as const),
    of: fc.array(listed, { minLength: 1, maxLength: 3 }),
  })
  return fc.oneof(single, list)
}

const flag = equal(fc.boolean())
// Of a flag alone `!=` is not kept: x!=true is x:false.
const isKept = ({ test, of }: Test): boolean =>
  test === 'any' || of.length > 1 || of[0]?.is !== 'equal' || typeof of[0].value !== 'boolean'

function testsOf({ type, unit, values }: (typeof queryFields)[number]): fc.Arbitrary<Test> {
  if (type === 'flag') return tests(flag).filter(isKept)
  if (type === 'number' && unit === 'clock') return tests(ranges(time), comparisons(time))
  if (type === 'number')
    return tests(fc.oneof(equal(number), flag, ranges(number)), comparisons(number)).filter(isKept)
  const word = values ? fc.oneof(fc.constantFrom(...values), words) : words
  return tests(fc.oneof(equal(word), like, regex))
}

const arbitraryFieldTerm: fc.Arbitrary<Query> = fc
  .constantFrom(...queryFields)
  .chain((field) => testsOf(field).map((test) => ({ op: 'field', field: field.name, ...test })))

const arbitraryPath: fc.Arbitrary<DataPath> = fc.array(
  fc.oneof(
    fc.constantFrom('type', 'data', 'a', 'odd key', 'x/y', 'ä', '"', 'é\u0001'),
    fc.nat(2),
    fc.constant(null),
  ),
  { maxLength: 3 },
)

/** A look into JSON. */
export const arbitraryDataTerm = fc
  .tuple(
    arbitraryPath,
    tests(
      fc.oneof(equal(fc.oneof(words, number, fc.boolean(), fc.constant(null))), like, regex, ranges(number)),
      comparisons(number),
    ),
  )
  .map(([path, test]) => ({ op: 'data' as const, path, ...test }))

const arbitraryTerm: fc.Arbitrary<Query> = fc.oneof(
  words.map((text): Query => ({ op: 'text', text })),
  arbitraryFieldTerm,
  arbitraryDataTerm,
)

/** Any query that `parseQuery` could make. */
export const arbitraryQuery: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    arbitraryTerm,
    tie('query').map(not),
    fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map(allOf),
    fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map(anyOf),
  ),
})).query

const jsonKeys = fc.constantFrom('type', 'data', 'a', 'odd key', 'x/y', 'ä', '"', 'é\u0001')
const arbitraryJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    words,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(jsonKeys, tie('value'), { maxKeys: 3 }),
  ),
})).value

/** The many ways in which JSON may write one text. */
const spellings: readonly ((json: string) => string)[] = [
  (json) => json,
  (json) => json.replaceAll('/', '\\/'),
  (json) => json.replace(/[^\0-\x7f]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (json) => json.replace('a', '\\u0061'),
  (json) => ` ${json} `,
]
export const arbitraryJsonText = fc
  .tuple(arbitraryJson, fc.constantFrom(...spellings))
  .map(([value, spell]) => spell(JSON.stringify(value)))

const arbitraryFields = (names: readonly string[]) =>
  fc.dictionary(
    fc.constantFrom(...(names.length > 0 ? names : ['none'])),
    fc.oneof(words, number, fc.boolean()),
    {
      maxKeys: 4,
    },
  )

/** A row of any kind. */
export const arbitraryRow: fc.Arbitrary<QueryRow> = fc.constantFrom(...rowKinds).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    n: fc.nat(3000),
    atUs: time,
    direction: fc.constantFrom('in' as const, 'out' as const, null),
    type: fc.option(words),
    sizeBytes: fc.nat(3000),
    text: fc.oneof(words, arbitraryJsonText),
    position: fc.option(
      fc.record({ file: fc.constantFrom('/h/a', 'C:\\h\\Send_Input'), line: fc.nat(9), column: fc.nat(9) }),
    ),
    fields: arbitraryFields(Object.keys(rowFields[kind])),
    hasBytes: fc.boolean(),
  }),
)
