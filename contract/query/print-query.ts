import type { FieldTerm, Match, Query, Scalar } from './query'
import { fieldNamed, type QueryField } from './query-fields'
import { readNumber } from './read-number'
import { printPath, quote } from './read-path'

type Printed = Extract<Query, { readonly op: 'field' | 'data' }>

const isPlainWord = (text: string): boolean =>
  /^[\p{L}\p{N}_][\p{L}\p{N}_.@#+-]*$/u.test(text) && !/^(?:and|or|not)$/i.test(text)

/** A value as it is written in a query: in quotes where it would mean something else without. */
export function printWord(text: string, field: Pick<QueryField, 'values'> | null): string {
  const isUnlisted = field?.values ? !field.values.includes(text) : false
  return isPlainWord(text) && !isUnlisted ? text : quote(text)
}

/** Without the zero before it and with a unit where that reads better; only if it is the same number then. */
function printTime(us: number): string {
  const inSeconds = `${us / 1e6}s`
  return readNumber(inSeconds, 'clock') === us ? inSeconds : `${us}us`
}

function printScalar(value: Scalar, field: QueryField | null): string {
  if (typeof value === 'number') return field?.unit === 'clock' ? printTime(value) : String(value)
  if (typeof value !== 'string') return String(value)
  // Of JSON, 5 and true are not what "5" and "true" are.
  const isLiteral = !field && /^(?:[-+.\d].*|true|false|null)$/.test(value)
  return isLiteral ? quote(value) : printWord(value, field)
}

function printMatch(match: Match, field: QueryField | null): string {
  switch (match.is) {
    case 'there':
      return '*'
    case 'equal':
      return printScalar(match.value, field)
    case 'like':
      return match.pattern
    case 'regex':
      return `/${match.pattern}/${match.flags}`
    case 'between': {
      const [from, to] = [match.from, match.to].map((end) => (end === null ? '' : printScalar(end, field)))
      return `${from}..${to}`
    }
    // They stand alone: `>5`, never in a list.
    case 'above':
    case 'below':
      return printScalar(match.value, field)
  }
}

function printComparison(match: Match | undefined, field: QueryField | null): string | null {
  if (match?.is === 'above') return `>${printScalar(match.value, field)}`
  if (match?.is === 'below') return `<${printScalar(match.value, field)}`
  if (match?.is !== 'between') return null
  if (match.to === null && match.from !== null) return `>=${printScalar(match.from, field)}`
  if (match.from === null && match.to !== null) return `<=${printScalar(match.to, field)}`
  return null
}

function printTest({ test, of }: Printed, field: QueryField | null): string {
  const comparison = test === 'any' && of.length === 1 ? printComparison(of[0], field) : null
  return (
    comparison ?? `${test === 'any' ? ':' : '!='}${of.map((match) => printMatch(match, field)).join(',')}`
  )
}

function printField(term: FieldTerm): string {
  const single = term.test === 'any' && term.of.length === 1 ? term.of[0] : null
  if (term.field === 'text' && single?.is === 'regex') return printMatch(single, null)
  if (term.field === 'bytes' && single?.is === 'equal' && single.value === true) return 'has:bytes'
  return `${term.field}${printTest(term, fieldNamed(term.field))}`
}

function inParentheses(query: Query): string {
  const printed = printTerm(query)
  return query.op === 'and' || query.op === 'or' ? `(${printed})` : printed
}

function printTerm(query: Query): string {
  switch (query.op) {
    case 'all':
      return '*'
    case 'and':
      return query.terms.map((term) => (term.op === 'or' ? inParentheses(term) : printTerm(term))).join(' ')
    case 'or':
      return query.terms.map(printTerm).join(' or ')
    case 'not':
      return `-${inParentheses(query.term)}`
    case 'text':
      return printWord(query.text, null)
    case 'field':
      return printField(query)
    case 'data':
      return `${printPath(query.path)}${printTest(query, null)}`
  }
}

/** A query in its canonical form: `parseQuery` makes the same query of it. */
export const printQuery = (query: Query): string => (query.op === 'all' ? '' : printTerm(query))
