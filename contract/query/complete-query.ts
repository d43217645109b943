import type { IToken } from 'chevrotain'
import type { RowKind } from '../journal'
import { kindsOf } from './compile-query'
import { parseQuery } from './parse-query'
import { printWord } from './print-query'
import { fieldNamed, type QueryField, queryFields } from './query-fields'
import { And, Comma, FieldStart, Minus, Not, Open, Or, tokenize, ValueWord, Word } from './query-tokens'
import { unitSpecs } from './read-number'
import { readPath } from './read-path'
import { endOf } from './read-value'

export interface CompletionItem {
  /** What to put in the place of the text from `from` to `to`. */
  readonly insert: string
  /** How to name it in a list. */
  readonly label: string
  readonly about: string
  readonly kind: 'field' | 'value' | 'operator'
}

/** What could stand in a query from `from` up to before `to`, UTF-16 units; the likeliest first. */
export interface Completion {
  readonly from: number
  readonly to: number
  readonly items: readonly CompletionItem[]
}

/** What is known of the rows that are searched. */
export interface KnownWords {
  /** Types that rows have. */
  readonly types: readonly string[]
}

const MAX_ITEMS = 100

const operators: readonly CompletionItem[] = [
  { insert: 'or ', label: 'or', about: 'One of both holds', kind: 'operator' },
  { insert: 'and ', label: 'and', about: 'Both hold; the same as a blank', kind: 'operator' },
  { insert: 'not ', label: 'not', about: 'What follows does not hold; the same as -', kind: 'operator' },
]

const special: readonly CompletionItem[] = [
  { insert: 'has:', label: 'has', about: 'A field is there, or bytes are', kind: 'field' },
  { insert: 'data.', label: 'data', about: 'Of the JSON in the text, as data.type:value', kind: 'field' },
]

/** With what most questions about such a field go on. */
function beginningOf({ name, type, unit }: QueryField): string {
  if (type === 'flag') return `${name}:true`
  return type === 'number' && unit !== 'none' && unit !== 'clock' ? `${name}>` : `${name}:`
}

function fieldItem(field: QueryField): CompletionItem {
  const insert = field.name === 'bytes' ? 'has:bytes' : beginningOf(field)
  return { insert, label: field.name, about: field.about, kind: 'field' }
}

/** Fields of the kinds that are searched come first, then operators (0.5), those of other kinds last. */
function rank({ kinds }: QueryField, searched: ReadonlySet<RowKind> | null): number {
  if (kinds === null || searched === null) return 1
  return kinds.some((kind) => searched.has(kind)) ? 0 : 2
}

/** How well `names` begin with what is typed; null = not at all. */
function fitness(names: readonly string[], typed: string): number | null {
  const wanted = typed.toLowerCase()
  const places = names.map((name) => name.toLowerCase().indexOf(wanted)).filter((at) => at >= 0)
  return places.length === 0 ? null : Math.min(...places, 1)
}

interface Ranked {
  readonly item: CompletionItem
  readonly names: readonly string[]
  readonly rank: number
}

function chosen(candidates: readonly Ranked[], typed: string): readonly CompletionItem[] {
  return candidates
    .flatMap((candidate) => {
      const place = fitness(candidate.names, typed)
      return place === null ? [] : [{ ...candidate, place }]
    })
    .sort((a, b) => a.place - b.place || a.rank - b.rank)
    .map(({ item }) => item)
    .filter(({ insert }) => insert !== typed)
    .slice(0, MAX_ITEMS)
}

const asRanked = (items: readonly CompletionItem[], at = 1): readonly Ranked[] =>
  items.map((item) => ({ item, names: [item.label], rank: at }))

function termItems(before: string, typed: string, mayJoin: boolean): readonly CompletionItem[] {
  const searched = kindsOf(parseQuery(before).query)
  const fields = queryFields.map((field) => ({
    item: fieldItem(field),
    names: [field.name, ...field.aliases],
    rank: rank(field, searched),
  }))
  const joins = operators.filter(({ label }) => mayJoin || label === 'not')
  return chosen([...fields, ...asRanked(special), ...asRanked(joins, 0.5)], typed)
}

const valueItem = (insert: string, label: string, about: string): CompletionItem => ({
  insert,
  label,
  about,
  kind: 'value',
})

function wordsOf(start: string, { types }: KnownWords): readonly CompletionItem[] {
  const name = start.replace(/\s*[!:<>=]+\s*$/, '')
  const field = fieldNamed(name)
  const path = readPath(name)
  if (name.toLowerCase() === 'has') return queryFields.map((one) => valueItem(one.name, one.name, one.about))
  if (field?.type === 'flag') return ['true', 'false'].map((word) => valueItem(word, word, field.about))
  if (field?.values) return field.values.map((word) => valueItem(word, word, field.about))
  if (field?.name === 'type' || (path?.length === 1 && path[0] === 'type'))
    return types.map((type) => valueItem(printWord(type, null), type, 'A type of rows that are there'))
  return []
}

/** The last end of a range is what is being written: 1..2 */
function unitItems(start: string, typed: string): readonly CompletionItem[] {
  const field = fieldNamed(start.replace(/\s*[!:<>=]+\s*$/, ''))
  const [, digits, letters] = /^(.*?\d)([a-z]*)$/i.exec(typed) ?? []
  if (field?.type !== 'number' || digits === undefined) return []
  return Object.entries(unitSpecs[field.unit].offered)
    .filter(([suffix]) => suffix.toLowerCase().startsWith((letters ?? '').toLowerCase()))
    .map(([suffix, about]) => valueItem(`${digits}${suffix}`, `${digits}${suffix}`, about))
    .filter(({ insert }) => insert !== typed)
}

function valueItems(start: string, typed: string, known: KnownWords): readonly CompletionItem[] {
  const units = unitItems(start, typed)
  return units.length > 0 ? units : chosen(asRanked(wordsOf(start, known)), typed)
}

const terms = new Set([Word, And, Or, Not])
const values = new Set([ValueWord, Comma, FieldStart])
/** Behind these a term is missing, which `or` is not. */
const joints = new Set([And, Or, Not, Minus, Open])

function mayJoin(before: IToken | undefined): boolean {
  if (before === undefined) return false
  return !joints.has(before.tokenType) && !(before.tokenType.CATEGORIES ?? []).includes(Open)
}

/** What of a word goes on behind the caret: to be replaced with it, of a field with its operator. */
const wordRest = /^[\w.$-]*[!<>=:]*/
const valueRest = /^(?:(?!\.\.)[^\s(),"])*/

/** What could be written at `caret`: fields, values of the field before it, units behind a number, operators. */
export function completeQuery(text: string, caret: number, known: KnownWords = { types: [] }): Completion {
  const before = text.slice(0, caret)
  const { tokens } = tokenize(before)
  const last = tokens.at(-1)
  const touched = last && endOf(last) === before.length ? last : undefined
  const type = touched?.tokenType
  const isValue = type !== undefined && values.has(type)
  const isWord = type !== undefined && (terms.has(type) || type === ValueWord)
  const from = touched && isWord ? touched.startOffset : before.length
  const [rest = ''] = (isValue ? valueRest : wordRest).exec(text.slice(caret)) ?? []
  const to = isWord || isValue ? caret + rest.length : caret
  const typed = before.slice(from)
  if (isValue) {
    const start = tokens.findLast(({ tokenType }) => tokenType === FieldStart)
    return { from, to, items: valueItems(start?.image ?? '', typed, known) }
  }
  // Right behind a quote or a parenthesis that was closed nothing can begin.
  if (!isWord && touched && mayJoin(touched)) return { from, to, items: [] }
  const previous = isWord ? tokens.at(-2) : last
  return { from, to, items: termItems(before.slice(0, from), typed, mayJoin(previous)) }
}
