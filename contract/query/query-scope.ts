import { type RowKind, rowKinds } from '../journal'
import { compileFieldMatches } from './match-value'
import type { Match, Query } from './query'
import { dataKinds, fieldNamed } from './query-fields'

/** The kinds of rows for which a query may hold, and those for which it may not. */
interface Reach {
  readonly yes: ReadonlySet<RowKind>
  readonly no: ReadonlySet<RowKind>
}

const allKinds: ReadonlySet<RowKind> = new Set(rowKinds)
const only = (keep: (kind: RowKind) => boolean): ReadonlySet<RowKind> => new Set(rowKinds.filter(keep))

function reachOf(query: Query): Reach {
  switch (query.op) {
    case 'all':
      return { yes: allKinds, no: new Set() }
    case 'and':
    case 'or': {
      const parts = query.terms.map(reachOf)
      const inAll = (side: keyof Reach) => only((kind) => parts.every((part) => part[side].has(kind)))
      const inSome = (side: keyof Reach) => only((kind) => parts.some((part) => part[side].has(kind)))
      return query.op === 'and'
        ? { yes: inAll('yes'), no: inSome('no') }
        : { yes: inSome('yes'), no: inAll('no') }
    }
    case 'not': {
      const { yes, no } = reachOf(query.term)
      return { yes: no, no: yes }
    }
    case 'text':
      return { yes: allKinds, no: allKinds }
    case 'data':
      return { yes: new Set(dataKinds), no: allKinds }
    case 'field': {
      const field = fieldNamed(query.field)
      if (field?.name !== 'kind') return { yes: new Set(field?.kinds ?? rowKinds), no: allKinds }
      const matches = compileFieldMatches(query.of, field)
      const holds = (kind: RowKind): boolean => matches(kind) === (query.test === 'any')
      return { yes: only(holds), no: only((kind) => !holds(kind)) }
    }
  }
}

/** The kinds of rows that can match at all; null = all. A store may skip the others. */
export function kindsOf(query: Query): ReadonlySet<RowKind> | null {
  const { yes } = reachOf(query)
  return yes.size < rowKinds.length ? yes : null
}

/** A part of the session's clock, both ends included; an open end is infinite. */
export interface TimeSpan {
  readonly fromUs: number
  readonly toUs: number
}

const always: TimeSpan = { fromUs: Number.NEGATIVE_INFINITY, toUs: Number.POSITIVE_INFINITY }

function spanOfMatch(match: Match): TimeSpan {
  if (match.is === 'above') return { ...always, fromUs: match.value }
  if (match.is === 'below') return { ...always, toUs: match.value }
  if (match.is !== 'between') return always
  return { fromUs: match.from ?? always.fromUs, toUs: match.to ?? always.toUs }
}

const hull = (spans: readonly TimeSpan[]): TimeSpan => ({
  fromUs: Math.min(...spans.map(({ fromUs }) => fromUs)),
  toUs: Math.max(...spans.map(({ toUs }) => toUs)),
})

function spanOf(query: Query): TimeSpan {
  switch (query.op) {
    case 'and': {
      const spans = query.terms.map(spanOf)
      return {
        fromUs: Math.max(...spans.map(({ fromUs }) => fromUs)),
        toUs: Math.min(...spans.map(({ toUs }) => toUs)),
      }
    }
    case 'or':
      return hull(query.terms.map(spanOf))
    case 'field':
      return query.field === 'at' && query.test === 'any' ? hull(query.of.map(spanOfMatch)) : always
    default:
      return always
  }
}

/** When rows that match can have happened; null = at any time. Ends before it begins where none can match. */
export function timeSpanOf(query: Query): TimeSpan | null {
  const { fromUs, toUs } = spanOf(query)
  return fromUs === always.fromUs && toUs === always.toUs ? null : { fromUs, toUs }
}
