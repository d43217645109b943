import { SoundcheckError } from '../../../../contract/errors'
import { type JournalFilter, rowKinds } from '../../../../contract/journal'
import { compileQuery, kindsOf, type RowAccess } from '../../../../contract/query/compile-query'
import { parseQuery } from '../../../../contract/query/parse-query'
import { isMatchAll, type Query } from '../../../../contract/query/query'

import { type Column, uint32 } from './column'
import type { Segment } from './segment'
import type { SegmentIndex } from './segment-index'

/** Filters remembered at once. */
const KEPT_VIEWS = 12
/** Rows looked at between two looks at the clock. */
const STRIDE = 2048

/** The numbers of the rows that match one filter, as far as they were looked for. */
export interface RowView {
  readonly matched: Column<Uint32Array>
  readonly isComplete: boolean
}

interface View {
  readonly query: Query
  readonly filter: JournalFilter
  matched: Column<Uint32Array>
  /** Number of the next row to look at. */
  nextN: number
}

export function isUnfiltered({ text, kinds, directions }: JournalFilter): boolean {
  return text.trim() === '' && kinds.length === 0 && directions.length === 0
}

function queryOf(text: string): Query {
  const { query, errors } = parseQuery(text)
  const [error] = errors
  if (!error) return query
  const where = `at character ${error.from + 1}`
  throw new SoundcheckError('invalid', `the filter is wrong ${where}: ${error.message}`, {
    hint: error.hint ?? 'See the query language in the documentation.',
  })
}

function accessTo(segment: Segment, index: SegmentIndex): RowAccess<number> {
  return {
    field: index.reader,
    hasText: index.textReader,
    text(at) {
      segment.hold()
      return segment.rowAt(at)?.text ?? ''
    },
  }
}

function matcherOf({ query, filter }: View, segment: Segment, index: SegmentIndex): (at: number) => boolean {
  const matches = isMatchAll(query) ? () => true : compileQuery(query, accessTo(segment, index))
  const possible = kindsOf(query)
  const kinds = new Set(
    rowKinds.filter(
      (kind) => (filter.kinds.length === 0 || filter.kinds.includes(kind)) && (possible?.has(kind) ?? true),
    ),
  )
  const { directions } = filter
  return (at) => {
    if (!kinds.has(index.kindOf(at))) return false
    const direction = index.directionOf(at)
    if (directions.length > 0 && direction !== null && !directions.includes(direction)) return false
    return matches(at)
  }
}

/** Searches through the rows of one session: each filter's view grows with the rows, in slices of time. */
export function createRowViews(segments: () => readonly Segment[]) {
  const views = new Map<string, View>()

  function viewOf(filter: JournalFilter): View {
    const key = JSON.stringify([filter.text.trim(), filter.kinds, filter.directions])
    const known = views.get(key)
    if (known) {
      // The least used one goes first.
      views.delete(key)
      views.set(key, known)
      return known
    }
    const view = { query: queryOf(filter.text), filter, matched: uint32(), nextN: 0 }
    const oldest = views.keys().next().value
    if (views.size >= KEPT_VIEWS && oldest !== undefined) views.delete(oldest)
    views.set(key, view)
    return view
  }

  /** False when time was up before its end. */
  function searchSegment(view: View, segment: Segment, hasTime: () => boolean): boolean {
    const { index, isComplete } = segment.catchUp(hasTime)
    const { values, length } = index.n
    const matches = matcherOf(view, segment, index)
    let at = firstFrom(values, length, view.nextN)
    while (at < length && hasTime()) {
      for (const end = Math.min(length, at + STRIDE); at < end; at += 1)
        if (matches(at)) view.matched.push(values[at] as number)
      view.nextN = (values[at - 1] as number) + 1
    }
    segment.letGo()
    return isComplete && at >= length
  }

  return {
    search(filter: JournalFilter, hasTime: () => boolean): RowView {
      const view = viewOf(filter)
      const all = segments()
      const isPast = (at: number): boolean => (all[at + 1]?.firstN ?? Number.POSITIVE_INFINITY) <= view.nextN
      const isComplete = all.every((segment, at) => isPast(at) || searchSegment(view, segment, hasTime))
      return { matched: view.matched, isComplete }
    },
    /** Rows before `n` are no longer kept. */
    forget(n: number): void {
      for (const view of views.values()) {
        const { values, length } = view.matched
        const rest = uint32()
        for (let at = firstFrom(values, length, n); at < length; at += 1) rest.push(values[at] as number)
        view.matched = rest
        view.nextN = Math.max(view.nextN, n)
      }
    },
  }
}

/** The index of the first value that is at least `n`. */
function firstFrom(values: ArrayLike<number>, length: number, n: number): number {
  let at = 0
  let end = length
  while (at < end) {
    const middle = (at + end) >>> 1
    if ((values[middle] as number) < n) at = middle + 1
    else end = middle
  }
  return at
}

export type RowViews = ReturnType<typeof createRowViews>
