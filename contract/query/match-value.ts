import type { RowFieldValue } from '../row-fields'
import type { Match, Scalar } from './query'
import type { QueryField } from './query-fields'
import { compileRegex } from './query-regex'

/** Words looked at again and again, as types and methods are, are compared once. */
const REMEMBERED = 500

function remembered(matches: (word: string) => boolean): (word: string) => boolean {
  const known = new Map<string, boolean>()
  return (word) => {
    const before = known.get(word)
    if (before !== undefined) return before
    if (known.size >= REMEMBERED) known.clear()
    const now = matches(word)
    known.set(word, now)
    return now
  }
}

/** Each `*` of `pattern` stands for any characters; `whole` = nothing may stand before or after. In any case. */
export function compileLike(pattern: string, whole: boolean): (word: string) => boolean {
  const [first = '', ...rest] = (whole ? pattern : `*${pattern}*`).toLowerCase().split('*')
  const last = rest.pop()
  if (last === undefined) return (word) => word.toLowerCase() === first
  return (word) => {
    const text = word.toLowerCase()
    if (!text.startsWith(first)) return false
    let at = first.length
    for (const piece of rest) {
      const found = text.indexOf(piece, at)
      if (found < 0) return false
      at = found + piece.length
    }
    return text.length - last.length >= at && text.endsWith(last)
  }
}

function compileWord(match: Match, isPath: boolean): (word: string) => boolean {
  switch (match.is) {
    case 'there':
      return () => true
    case 'equal': {
      const wanted = String(match.value).toLowerCase()
      if (!isPath) return (word) => word.toLowerCase() === wanted
      return (word) => {
        const path = word.toLowerCase()
        return path === wanted || path.endsWith(`/${wanted}`) || path.endsWith(`\\${wanted}`)
      }
    }
    case 'like':
      return compileLike(isPath ? `*${match.pattern}` : match.pattern, true)
    case 'regex': {
      const regex = compileRegex(match.pattern, match.flags)
      return (word) => regex.test(word)
    }
    default:
      return () => false
  }
}

function compileNumber(match: Match): (value: number) => boolean {
  switch (match.is) {
    case 'there':
      return () => true
    case 'equal': {
      const { value: wanted } = match
      return typeof wanted === 'boolean' ? (value) => (value !== 0) === wanted : (value) => value === wanted
    }
    case 'above':
      return (value) => value > match.value
    case 'below':
      return (value) => value < match.value
    case 'between': {
      const { from, to } = match
      if (from === null) return (value) => value <= (to as number)
      return to === null ? (value) => value >= from : (value) => value >= from && value <= to
    }
    default:
      return () => false
  }
}

const anyHolds = <T>(tests: readonly ((value: T) => boolean)[]): ((value: T) => boolean) => {
  const [first, second] = tests
  if (tests.length === 1 && first) return first
  if (tests.length === 2 && first && second) return (value) => first(value) || second(value)
  return (value) => tests.some((test) => test(value))
}

/** Words that are of few are compared with those that hold, found once. */
function compileListed(
  isWord: (word: string) => boolean,
  words: readonly string[],
): (word: string) => boolean {
  const [first, ...more] = words.filter(isWord)
  if (more.length === 0) return (word) => word === first
  const holding = new Set([first, ...more])
  return (word) => holding.has(word)
}

/** Whether one of the matches holds for a value of `field`. */
export function compileFieldMatches(
  matches: readonly Match[],
  { key, type, values }: Pick<QueryField, 'key' | 'type' | 'values'>,
): (value: RowFieldValue) => boolean {
  const isWord = anyHolds(matches.map((match) => compileWord(match, type === 'path')))
  // Every row has them, and no row has another: in other fields a list is what is expected, not all that may come.
  const isClosed = key === 'kind' || key === 'direction'
  const holds = isClosed && values ? compileListed(isWord, values) : remembered(isWord)
  const isNumber = anyHolds(matches.map(compileNumber))
  return (value) => (typeof value === 'string' ? holds(value) : isNumber(Number(value)))
}

function compileJsonMatch(match: Match): (value: unknown) => boolean {
  switch (match.is) {
    case 'there':
      return () => true
    case 'equal': {
      const wanted: Scalar = match.value
      if (typeof wanted !== 'string') return (value) => value === wanted
      const isWanted = compileWord(match, false)
      return (value) => typeof value === 'string' && isWanted(value)
    }
    case 'like':
    case 'regex': {
      const isWord = compileWord(match, false)
      return (value) => typeof value === 'string' && isWord(value)
    }
    default: {
      const isNumber = compileNumber(match)
      return (value) => typeof value === 'number' && isNumber(value)
    }
  }
}

/** Whether one of the matches holds for a value that came out of JSON; those of numbers hold for numbers alone. */
export const compileJsonMatches = (matches: readonly Match[]): ((value: unknown) => boolean) =>
  anyHolds(matches.map(compileJsonMatch))

/** Whether one of the matches holds for a row's text: words anywhere in it, in any case. */
export function compileTextMatches(matches: readonly Match[]): (text: string) => boolean {
  const tests = matches.map((match): ((text: string) => boolean) => {
    if (match.is === 'there') return (text) => text !== ''
    if (match.is === 'equal') return compileLike(String(match.value), false)
    if (match.is === 'like') return compileLike(match.pattern, false)
    return compileWord(match, false)
  })
  return anyHolds(tests)
}
