import type { DataTerm } from './query'

/** JSON may write any character as `\u` and four digits; a text with this in it can hide any other needle. */
export const ESCAPE_NEEDLE = '\\u'

/** How `text` stands in JSON, in lower case; what may be written in several ways is left out, and the longest rest taken. */
function spelled(text: string): string {
  const pieces = text.split(/[/\p{Cs}]/u).map((piece) => JSON.stringify(piece).slice(1, -1).toLowerCase())
  return pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '')
}

function keyNeedle({ path }: DataTerm): string {
  const key = path.findLast((step) => typeof step === 'string')
  if (key === undefined) return ''
  const needle = spelled(key)
  return /[/\p{Cs}]/u.test(key) ? needle : `"${needle}"`
}

/**
 * What, in lower case, a text must have for `term` to hold, unless it has {@link ESCAPE_NEEDLE}: the string that is looked for, else the last
 * key on the way to it. '' = nothing is known.
 */
export function jsonNeedle(term: DataTerm): string {
  const [only] = term.of
  const isString = term.test === 'any' && term.of.length === 1 && only?.is === 'equal'
  const value = isString && typeof only.value === 'string' ? spelled(only.value) : ''
  const key = keyNeedle(term)
  return value.length + 2 >= key.length && value !== '' ? value : key
}
