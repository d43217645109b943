import { createTokenInstance, type IToken } from 'chevrotain'
import { matchAll, type Query } from './query'
import type { Complain, QueryError } from './query-error'
import { QueryParser } from './query-grammar'
import { Close, Open, tokenize } from './query-tokens'
import { readTerm } from './read-term'
import { endOf } from './read-value'

const MAX_LENGTH = 10_000
/** Of parentheses in each other: what reads them calls itself for each. */
const MAX_DEPTH = 100

let parser: QueryParser | null = null
// Made when the first query is read: a window that is never searched in need not wait for it.
function syntaxOf(tokens: IToken[]) {
  parser ??= new QueryParser()
  parser.input = tokens
  return { syntax: parser.query(), errors: parser.errors }
}

const isA = (token: IToken, type: typeof Open): boolean =>
  token.tokenType === type || (token.tokenType.CATEGORIES ?? []).includes(type)

/** The tokens with as many parentheses closed as opened. */
function balanced(tokens: readonly IToken[], complain: Complain): IToken[] | null {
  const open: IToken[] = []
  const kept: IToken[] = []
  for (const token of tokens) {
    const isClose = isA(token, Close)
    if (isA(token, Open)) open.push(token)
    if (open.length > MAX_DEPTH)
      return complain(token.startOffset, endOf(token), `more than ${MAX_DEPTH} parentheses are open here`)
    if (isClose && !open.pop()) complain(token.startOffset, endOf(token), 'this parenthesis was never opened')
    else kept.push(token)
  }
  for (const token of open) {
    complain(token.startOffset, endOf(token), 'this parenthesis is not closed', 'Close it with `)`.')
    kept.push(createTokenInstance(Close, ')', ...([NaN, NaN, NaN, NaN, NaN, NaN] as const)))
  }
  return kept
}

function parse(text: string, complain: Complain): Query | null {
  const lexed = tokenize(text)
  for (const { offset, length, message } of lexed.errors) complain(offset, offset + length, message)
  const tokens = balanced(lexed.tokens, complain)
  if (!tokens) return null
  const { syntax, errors } = syntaxOf(tokens)
  // One that was put in has no place; why it was is told already.
  for (const { token } of errors)
    if (!Number.isNaN(token.startOffset))
      complain(
        token.startOffset,
        endOf(token),
        `\`${token.image}\` does not belong here`,
        'Put a blank before it.',
      )
  return readTerm(syntax, complain)
}

/**
 * Reads a query: never throws, whatever the text. A blank text means every row. With errors, which are in the order of their
 * places, `query` is what is left without the parts that are wrong: good for completion, not for searching.
 */
export function parseQuery(text: string): { readonly query: Query; readonly errors: readonly QueryError[] } {
  if (text.trim() === '') return { query: matchAll, errors: [] }
  const errors: QueryError[] = []
  const complain: Complain = (from, to, message, hint) => {
    // One mistake, one error: the first that was said of a place is the plainest.
    if (!errors.some((error) => error.from === from))
      errors.push(hint === undefined ? { message, from, to } : { message, from, to, hint })
    return null
  }
  if (text.length > MAX_LENGTH) {
    complain(MAX_LENGTH, text.length, `a query has at most ${MAX_LENGTH} characters`)
    return { query: matchAll, errors }
  }
  const query = parse(text, complain) ?? matchAll
  return { query, errors: errors.sort((a, b) => a.from - b.from) }
}
