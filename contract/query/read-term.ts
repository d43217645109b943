import type { IToken } from 'chevrotain'
import { nearestName } from './nearest-name'
import { allOf, anyOf, type Match, matchAll, not, type Query } from './query'
import type { Complain } from './query-error'
import { fieldNamed, queryFields } from './query-fields'
import type { Gap, Syntax } from './query-grammar'
import { readPath } from './read-path'
import { endOf, readDelimited, readNumberAt, readValue, type ValueSpec } from './read-value'

type FieldSyntax = Extract<Syntax, { readonly op: 'field' }>
type Operator = ':' | '=' | '!:' | '!=' | '>' | '>=' | '<' | '<='
type Values = FieldSyntax['values']
/** Builds the term of a field or of a path. */
type Build = (test: 'any' | 'none', of: readonly Match[]) => Query

interface Start {
  readonly name: string
  readonly operator: Operator
  readonly from: number
  /** Where the name ends. */
  readonly to: number
  readonly end: number
}

const QUOTE_IT = 'To search for the text itself, put it in quotes.'
const fieldNames = ['has', 'data', ...queryFields.flatMap(({ name, aliases }) => [name, ...aliases])]

function startOf(token: IToken): Start {
  const { image, startOffset: from } = token
  const at = image.search(/\s*(?:>=|<=|!=|>|<|=)\s*$|!?:$/)
  return {
    name: image.slice(0, at),
    operator: image.slice(at).trim() as Operator,
    from,
    to: from + at,
    end: from + image.trimEnd().length,
  }
}

const isGap = (value: IToken | Gap): value is Gap => 'op' in value

function complainOfGap({ before, after }: Gap, complain: Complain): null {
  const isStart = Number.isNaN(before.startOffset)
  const token = isStart ? after : before
  // Of a query that is a closing parenthesis alone nothing is left.
  if (Number.isNaN(token.startOffset)) return null
  const side = isStart ? 'before' : 'after'
  return complain(token.startOffset, endOf(token), `something is missing ${side} \`${token.image}\``)
}

function missingValue({ before, after }: Gap, { name, operator }: Start, complain: Complain): null {
  const { startOffset, image } = before
  const end = startOffset + image.trimEnd().length
  const hint = after.image.startsWith('(')
    ? `Write one of several values as ${name}:a,b.`
    : `Write it right behind: ${name}${operator}value${operator === ':' ? `, or ${name}:* for any` : ''}.`
  return complain(startOffset, end, 'a value is missing', hint)
}

function readMatches(
  values: Values,
  start: Start,
  spec: ValueSpec,
  complain: Complain,
): readonly Match[] | null {
  const matches = values.map((value) =>
    isGap(value) ? missingValue(value, start, complain) : readValue(value, spec, complain),
  )
  return matches.every((match) => match !== null) ? matches : null
}

const comparisons: { readonly [operator in '>' | '>=' | '<' | '<=']: (value: number) => Match } = {
  '>': (value) => ({ is: 'above', value }),
  '>=': (value) => ({ is: 'between', from: value, to: null }),
  '<': (value) => ({ is: 'below', value }),
  '<=': (value) => ({ is: 'between', from: null, to: value }),
}

function readComparison(values: Values, start: Start, spec: ValueSpec, complain: Complain): Match | null {
  const { operator, name, to, end } = start
  if (!(operator in comparisons)) return null
  if (spec.type !== 'number' && spec.type !== 'json')
    return complain(to, end, `\`${operator}\` compares numbers, \`${name}\` is none`, `Write ${name}:value.`)
  const [value, more] = values as readonly [IToken | Gap, ...Values]
  if (isGap(value)) return missingValue(value, start, complain)
  if (more !== undefined)
    return complain(endOf(value), endOf(value) + 1, `\`${operator}\` compares with one number only`)
  const number = readNumberAt(value.image, value.startOffset, spec, complain)
  return number === null ? null : comparisons[operator as keyof typeof comparisons](number)
}

/** What is known of a flag is that it is true: `x!=true` is `x:false`. */
function withoutNegation(
  test: 'any' | 'none',
  of: readonly Match[],
): readonly ['any' | 'none', readonly Match[]] {
  const [only] = of
  const isFlag = of.length === 1 && only?.is === 'equal' && typeof only.value === 'boolean'
  return test === 'none' && isFlag ? ['any', [{ is: 'equal', value: !only.value }]] : [test, of]
}

function readTest(
  values: Values,
  start: Start,
  spec: ValueSpec,
  build: Build,
  complain: Complain,
): Query | null {
  const { operator } = start
  if (operator in comparisons) {
    const match = readComparison(values, start, spec, complain)
    return match && build('any', [match])
  }
  const matches = readMatches(values, start, spec, complain)
  if (!matches) return null
  const isNegated = operator === '!=' || operator === '!:'
  // One value that is there already says all.
  if (matches.some(({ is }) => is === 'there')) {
    const there = build('any', [{ is: 'there' }])
    return isNegated ? not(there) : there
  }
  const test = isNegated ? 'none' : 'any'
  return spec.type === 'json' ? build(test, matches) : build(...withoutNegation(test, matches))
}

const buildField =
  (field: string): Build =>
  (test, of) => ({ op: 'field', field, test, of })

function readUnknown({ name, from, to }: Start, complain: Complain): null {
  const nearest = nearestName(name, fieldNames)
  const inData = /[.[]/.test(name) ? `data.${name}` : null
  const meant = nearest ?? inData
  return complain(
    from,
    to,
    `there is no field \`${name}\``,
    meant ? `Did you mean \`${meant}\`? ${QUOTE_IT}` : QUOTE_IT,
  )
}

function thereOf(value: IToken | Gap, start: Start, complain: Complain): Query | null {
  if (isGap(value)) return missingValue(value, start, complain)
  const { image, startOffset: from } = value
  const path = readPath(image)
  if (path) return { op: 'data', path, test: 'any', of: [{ is: 'there' }] }
  const field = fieldNamed(image)
  if (!field) return readUnknown({ ...start, name: image, from, to: endOf(value) }, complain)
  return buildField(field.name)('any', [
    field.type === 'flag' ? { is: 'equal', value: true } : { is: 'there' },
  ])
}

function readHas(values: Values, start: Start, complain: Complain): Query | null {
  const { operator, to, end } = start
  if (operator in comparisons) return complain(to, end, '`has` is followed by `:`', 'Write has:bytes.')
  const there = values.map((value) => thereOf(value, start, complain))
  if (!there.every((query) => query !== null)) return null
  return operator.startsWith('!') ? not(anyOf(there)) : anyOf(there)
}

function readField({ start: token, values }: FieldSyntax, complain: Complain): Query | null {
  const start = startOf(token)
  if (start.name.toLowerCase() === 'has') return readHas(values, start, complain)
  const path = readPath(start.name)
  if (path) {
    const spec = { name: start.name, type: 'json', unit: 'none', values: null } as const
    return readTest(values, start, spec, (test, of) => ({ op: 'data', path, test, of }), complain)
  }
  const field = fieldNamed(start.name)
  if (!field) return readUnknown(start, complain)
  return readTest(values, start, field, buildField(field.name), complain)
}

function readBare(token: IToken, complain: Complain): Query | null {
  const delimited = readDelimited(token, complain)
  if (delimited === null) return null
  if (delimited?.is === 'regex') return buildField('text')('any', [delimited])
  // A word is found anywhere: a `*` around it changes nothing.
  const text = delimited?.is === 'equal' ? String(delimited.value) : token.image.replace(/^\*+|\*+$/g, '')
  if (delimited && text === '')
    return complain(token.startOffset, endOf(token), 'there is nothing between the quotes', 'Leave it out.')
  return text === '' ? matchAll : { op: 'text', text }
}

/** What `syntax` means; parts that mean nothing are complained of and left out. */
export function readTerm(syntax: Syntax, complain: Complain): Query | null {
  switch (syntax.op) {
    case 'and':
    case 'or': {
      const parts = syntax.parts.map((part) => readTerm(part, complain)).filter((part) => part !== null)
      if (parts.length === 0) return null
      return syntax.op === 'and' ? allOf(parts) : anyOf(parts)
    }
    case 'not': {
      const part = readTerm(syntax.part, complain)
      return part && not(part)
    }
    case 'bare':
      return readBare(syntax.token, complain)
    case 'field':
      return readField(syntax, complain)
    case 'gap':
      return complainOfGap(syntax, complain)
    case 'unread':
      return null
  }
}
