import { RE2JS } from 're2js'
import type { Match, Query } from './query'
import { fieldNamed } from './query-fields'
import { compileRegex } from './query-regex'

/** What to mark in a text: a string in any case, or a regular expression in RE2 syntax. */
export type Needle = string | { readonly regex: string; readonly flags: string }

/** A part of a text, `from` up to before `to`, UTF-16 units. */
export interface Mark {
  readonly from: number
  readonly to: number
}

function ofText(match: Match): readonly Needle[] {
  if (match.is === 'regex') return [{ regex: match.pattern, flags: match.flags }]
  if (match.is === 'equal') return [String(match.value)]
  if (match.is !== 'like') return []
  const regex = match.pattern
    .replace(/^\*+|\*+$/g, '')
    .split(/\*+/)
    .map((piece) => RE2JS.quote(piece))
    .join('.*?')
  return [{ regex, flags: 'is' }]
}

/** Only strings: a number in JSON is mostly found in other places of it too. */
function ofData(match: Match): readonly Needle[] {
  if (match.is !== 'equal' || typeof match.value !== 'string' || match.value === '') return []
  return [JSON.stringify(match.value).slice(1, -1)]
}

/** What of a query's terms stands in the text of a row that matches, without what must not be there; nothing twice. */
export function needlesOf(query: Query): readonly Needle[] {
  switch (query.op) {
    case 'and':
    case 'or': {
      const all = query.terms.flatMap(needlesOf)
      return [...new Map(all.map((needle) => [JSON.stringify(needle), needle])).values()]
    }
    case 'text':
      return [query.text]
    case 'field':
      if (query.test === 'none' || fieldNamed(query.field)?.type !== 'text') return []
      return query.of.flatMap(ofText)
    case 'data':
      return query.test === 'none' ? [] : query.of.flatMap(ofData)
    default:
      return []
  }
}

/** More marks than that help nobody, and looking for them takes time. */
const MAX_MARKS = 500

const regexOf = (needle: Needle): RE2JS =>
  typeof needle === 'string'
    ? compileRegex(RE2JS.quote(needle), 'i')
    : compileRegex(needle.regex, needle.flags)

function marksOf(regex: RE2JS, text: string): readonly Mark[] {
  const marks: Mark[] = []
  const matcher = regex.matcher(text)
  while (marks.length < MAX_MARKS && matcher.find())
    if (matcher.end() > matcher.start()) marks.push({ from: matcher.start(), to: matcher.end() })
  return marks
}

function merged(marks: readonly Mark[]): readonly Mark[] {
  const joined: Mark[] = []
  for (const mark of [...marks].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last && mark.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, mark.to) }
    else joined.push(mark)
  }
  return joined
}

/** A function that gives the places of `needles` in a text, in order and not overlapping; at most some hundred for each. */
export function createMarker(needles: readonly Needle[]): (text: string) => readonly Mark[] {
  const regexes = needles.map(regexOf)
  return (text) => merged(regexes.flatMap((regex) => marksOf(regex, text)))
}
