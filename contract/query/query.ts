/** A value in a query: of a field (never null there) or of JSON. */
export type Scalar = string | number | boolean | null

/** What a value must be like. Numbers are in the unit of the field: milliseconds, bytes, for `at` microseconds. */
export type Match =
  /** It is there at all. */
  | { readonly is: 'there' }
  /** Words in any case. `true` and `false` of a number mean: it is not 0, it is. */
  | { readonly is: 'equal'; readonly value: Scalar }
  /** A word in any case; each `*` stands for any characters. */
  | { readonly is: 'like'; readonly pattern: string }
  /** RE2 syntax, as written between the slashes; of the flags i, m, s each at most once, in this order. */
  | { readonly is: 'regex'; readonly pattern: string; readonly flags: string }
  | { readonly is: 'above' | 'below'; readonly value: number }
  /** Both ends belong to it; null = open. */
  | { readonly is: 'between'; readonly from: number | null; readonly to: number | null }

/** `any`: one of the matches holds. `none`: the value is there, and none of them holds. */
type Test = { readonly test: 'any' | 'none'; readonly of: readonly Match[] }

/** A way into JSON: keys, indexes of arrays, null = any element of an array. */
export type DataPath = readonly (string | number | null)[]

export type TextTerm = { readonly op: 'text'; readonly text: string }
export type FieldTerm = { readonly op: 'field'; readonly field: string } & Test
export type DataTerm = { readonly op: 'data'; readonly path: DataPath } & Test

/**
 * Which rows are meant, as plain data that crosses threads. Built by `parseQuery`, or by {@link allOf}, {@link anyOf} and
 * {@link not}, which keep it flat: no `and` in an `and`, no `or` in an `or`, no `not` of a `not`, at least two terms in each.
 */
export type Query =
  /** Every row. */
  | { readonly op: 'all' }
  | { readonly op: 'and' | 'or'; readonly terms: readonly Query[] }
  | { readonly op: 'not'; readonly term: Query }
  /** Occurs in the row's text or type, in any case. */
  | TextTerm
  /** `field` is the name of a field in `queryFields`. */
  | FieldTerm
  /** What is at `path` in the row's text, parsed as JSON. */
  | DataTerm

export const matchAll: Query = { op: 'all' }

/** Whether every row matches, so that nothing needs to be looked at. */
export const isMatchAll = (query: Query): boolean => query.op === 'all'

const flat = (op: 'and' | 'or', queries: readonly Query[]): readonly Query[] =>
  queries.flatMap((query) => (query.op === op ? query.terms : [query]))

/** Rows that match all of `queries`; every row for none of them. */
export function allOf(queries: readonly Query[]): Query {
  const terms = flat('and', queries).filter((query) => !isMatchAll(query))
  return terms.length > 1 ? { op: 'and', terms } : (terms[0] ?? matchAll)
}

/** Rows that match at least one of `queries`; every row for none of them. */
export function anyOf(queries: readonly Query[]): Query {
  const terms = flat('or', queries)
  if (terms.some(isMatchAll)) return matchAll
  return terms.length > 1 ? { op: 'or', terms } : (terms[0] ?? matchAll)
}

/** Rows that do not match `query`. */
export const not = (query: Query): Query => (query.op === 'not' ? query.term : { op: 'not', term: query })
