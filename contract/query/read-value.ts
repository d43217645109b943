import type { IToken } from 'chevrotain'
import { kindAliases } from '../row-fields'
import { nearestName } from './nearest-name'
import type { Match, Scalar } from './query'
import type { Complain } from './query-error'
import type { QueryField } from './query-fields'
import { regexFault, regexFlags } from './query-regex'
import { Phrase, Regex, UnclosedPhrase, UnclosedRegex } from './query-tokens'
import { readNumber, unitSpecs } from './read-number'
import { unquote } from './read-path'

/** What a value must be read as: one of a field, or one in JSON, where the value itself says what it is. */
export type ValueSpec =
  | Pick<QueryField, 'name' | 'type' | 'unit' | 'values'>
  | { readonly name: string; readonly type: 'json'; readonly unit: 'none'; readonly values: null }

const jsonNumber = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i
const jsonRange = /^(?:-?[\d.]+(?:e[+-]?\d+)?)?\.\.(?:-?[\d.]+(?:e[+-]?\d+)?)?$/i
const literals: { readonly [word: string]: Scalar } = { true: true, false: false, null: null }

export const endOf = (token: IToken): number => token.startOffset + token.image.length

function readRegex({ image, startOffset }: IToken, complain: Complain): Match | null {
  const close = image.lastIndexOf('/')
  const pattern = image.slice(1, close)
  const flags = image.slice(close + 1)
  const from = startOffset + 1
  if ([...flags].some((flag) => !(regexFlags as readonly string[]).includes(flag)))
    return complain(
      from + close,
      startOffset + image.length,
      `\`${flags}\` are not flags of a regular expression`,
      'The flags are i, m and s. To search for a path, put it in quotes.',
    )
  const fault = regexFault(pattern)
  if (fault)
    return complain(
      from + fault.from,
      from + fault.to,
      `the regular expression is wrong: ${fault.message}`,
      'It is in RE2 syntax: without lookahead, lookbehind and backreferences.',
    )
  return { is: 'regex', pattern, flags: regexFlags.filter((flag) => flags.includes(flag)).join('') }
}

/** What stands in quotes or between slashes; undefined = the token is neither. */
export function readDelimited(token: IToken, complain: Complain): Match | null | undefined {
  switch (token.tokenType) {
    case Regex:
      return readRegex(token, complain)
    case Phrase:
      return { is: 'equal', value: unquote(token.image) }
    case UnclosedPhrase:
      return complain(token.startOffset, endOf(token), 'this quote is not closed', 'Close it with `"`.')
    case UnclosedRegex:
      return complain(
        token.startOffset,
        endOf(token),
        'this regular expression is not closed',
        'Close it with `/`. To search for the text, put it in quotes.',
      )
    default:
      return undefined
  }
}

/** A number at `from`, or null with a complaint. */
export function readNumberAt(
  raw: string,
  from: number,
  { unit }: ValueSpec,
  complain: Complain,
): number | null {
  const value = readNumber(raw, unit)
  return typeof value === 'number' ? value : complain(from, from + raw.length, value.message, value.hint)
}

function readRange(raw: string, from: number, spec: ValueSpec, complain: Complain): Match | null {
  const dots = raw.indexOf('..')
  const ends = [raw.slice(0, dots), raw.slice(dots + 2)] as const
  if (ends[0] === '' && ends[1] === '')
    return complain(from, from + raw.length, 'a range needs an end', 'Write 1..5, 1.. or ..5.')
  const low = ends[0] === '' ? null : readNumberAt(ends[0], from, spec, complain)
  const high = ends[1] === '' ? null : readNumberAt(ends[1], from + dots + 2, spec, complain)
  if ((low === null && ends[0] !== '') || (high === null && ends[1] !== '')) return null
  if (low !== null && high !== null && low > high)
    return complain(
      from,
      from + raw.length,
      'the range ends before it begins',
      `Write ${ends[1]}..${ends[0]}.`,
    )
  return { is: 'between', from: low, to: high }
}

function readNumberValue(raw: string, from: number, spec: ValueSpec, complain: Complain): Match | null {
  if (raw.includes('..')) return readRange(raw, from, spec, complain)
  const value = readNumberAt(raw, from, spec, complain)
  if (value !== null && spec.unit === 'clock')
    return complain(
      from,
      from + raw.length,
      'hardly anything happens at one microsecond exactly',
      `Write a range: ${spec.name}:${raw}.. or ${spec.name}:12s..15s.`,
    )
  return value === null ? null : { is: 'equal', value }
}

function readListed(
  raw: string,
  from: number,
  { name, values }: ValueSpec,
  complain: Complain,
): Match | null {
  const word = raw.toLowerCase()
  const aliases = name === 'kind' ? kindAliases : {}
  const known = aliases[word] ?? values?.find((value) => value.toLowerCase() === word)
  if (known) return { is: 'equal', value: known }
  const nearest = nearestName(word, [...(values ?? []), ...Object.keys(aliases)])
  const all = values?.map((value) => `\`${value}\``).join(', ')
  return complain(
    from,
    from + raw.length,
    `\`${name}\` is never \`${raw}\``,
    nearest ? `Did you mean \`${nearest}\`?` : `It can be ${all}.`,
  )
}

/** What begins as a regular expression, and is none, is no pattern either: printed, it would be read as one. */
const isPattern = (raw: string): boolean => raw.includes('*') && !raw.startsWith('/')

function readJson(raw: string, from: number, spec: ValueSpec, complain: Complain): Match | null {
  const literal = literals[raw]
  if (literal !== undefined) return { is: 'equal', value: literal }
  if (jsonRange.test(raw)) return readRange(raw, from, spec, complain)
  if (jsonNumber.test(raw)) return readNumberValue(raw, from, spec, complain)
  return isPattern(raw) ? { is: 'like', pattern: raw } : { is: 'equal', value: raw }
}

function readWord(raw: string, from: number, spec: ValueSpec, complain: Complain): Match | null {
  if (/^\*+$/.test(raw)) return { is: 'there' }
  const flag = literals[raw.toLowerCase()]
  switch (spec.type) {
    case 'json':
      return readJson(raw, from, spec, complain)
    case 'number':
      return typeof flag === 'boolean'
        ? { is: 'equal', value: flag }
        : readNumberValue(raw, from, spec, complain)
    case 'flag':
      return typeof flag === 'boolean'
        ? { is: 'equal', value: flag }
        : complain(from, from + raw.length, `\`${spec.name}\` is true or false`, `Write ${spec.name}:true.`)
    default:
      if (isPattern(raw)) return { is: 'like', pattern: raw }
      return spec.values ? readListed(raw, from, spec, complain) : { is: 'equal', value: raw }
  }
}

function misfit({ type, name, unit }: ValueSpec, match: Match): readonly [string, string] | null {
  const isText = match.is === 'regex' || (match.is === 'equal' && typeof match.value === 'string')
  if (isText && type === 'number')
    return [`\`${name}\` is a number`, `Write it like ${unitSpecs[unit].example}.`]
  if (isText && type === 'flag') return [`\`${name}\` is true or false`, `Write ${name}:true.`]
  if (type === 'text' && match.is === 'equal' && match.value === '')
    return ['there is nothing between the quotes', 'Leave it out.']
  return null
}

/** What a value of `spec` must be like; null with a complaint. */
export function readValue(token: IToken, spec: ValueSpec, complain: Complain): Match | null {
  const delimited = readDelimited(token, complain)
  if (delimited === undefined) return readWord(token.image, token.startOffset, spec, complain)
  const wrong = delimited && misfit(spec, delimited)
  return wrong ? complain(token.startOffset, endOf(token), ...wrong) : delimited
}
