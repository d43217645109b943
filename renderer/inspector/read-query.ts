import type { RowKind } from '../../contract/journal'
import { kindsOf } from '../../contract/query/compile-query'
import { createMarker, type Mark, needlesOf } from '../../contract/query/highlight'
import { parseQuery } from '../../contract/query/parse-query'
import type { Query } from '../../contract/query/query'
import type { QueryError } from '../../contract/query/query-error'

/** A query as it was read, with what panels need of it. */
export interface ReadQuery {
  readonly text: string
  readonly query: Query
  readonly errors: readonly QueryError[]
  /** The kinds of rows that can match; null = any. */
  readonly kinds: ReadonlySet<RowKind> | null
  /** What of a text is to be marked; null = nothing. */
  readonly marks: ((text: string) => readonly Mark[]) | null
}

export function readQuery(text: string): ReadQuery {
  const { query, errors } = parseQuery(text)
  if (errors.length > 0) return { text, query, errors, kinds: null, marks: null }
  const needles = needlesOf(query)
  return {
    text,
    query,
    errors,
    kinds: kindsOf(query),
    marks: needles.length > 0 ? createMarker(needles) : null,
  }
}

/** In words: where it is wrong, why, and what to write instead. */
export function errorText({ message, from, hint }: QueryError): string {
  const sentence = `Character ${from + 1}: ${message}${/[.?!]$/.test(message) ? '' : '.'}`
  return hint ? `${sentence} ${hint}` : sentence
}
