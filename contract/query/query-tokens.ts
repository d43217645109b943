import { createToken, type ILexingResult, Lexer } from 'chevrotain'

// One source for both modes: what a regular expression is before it ends, and what may follow its end.
const regexBody = String.raw`(?:[^/\\\n[]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])`
const regexEnd = String.raw`(?![^\s(),])`
const pathStep = String.raw`\.[^\s()":<>=!.[\],]+|\[(?:\d{1,9}|\*)\]|\["(?:[^"\\]|\\[\s\S])*"\]`
const operators = String.raw`\s*(?:>=|<=|!=|>|<|=)\s*|!?:`

/** A field's name and the operator after it, as one token: what follows are its values, not words. */
export const FieldStart = createToken({
  name: 'FieldStart',
  pattern: new RegExp(String.raw`[A-Za-z_$][\w$-]*(?:${pathStep})*(?:${operators})`),
  push_mode: 'value',
  line_breaks: true,
})

export const Phrase = createToken({ name: 'Phrase', pattern: /"(?:[^"\\]|\\[\s\S])*"/, line_breaks: true })
export const UnclosedPhrase = createToken({
  name: 'UnclosedPhrase',
  pattern: /"(?:[^"\\]|\\[\s\S])*\\?/,
  line_breaks: true,
})
export const Regex = createToken({
  name: 'Regex',
  pattern: new RegExp(`/${regexBody}+/[A-Za-z]*${regexEnd}`),
})
/** Nothing up to the end of the text closes it. */
export const UnclosedRegex = createToken({
  name: 'UnclosedRegex',
  pattern: /\/(?:[^/\\[]|\\[\s\S]|\[(?:[^\]\\]|\\[\s\S])*\]?)*\\?(?![\s\S])/,
  line_breaks: true,
})

export const Word = createToken({ name: 'Word', pattern: /[^\s()"]+/ })
const keyword = (name: string) =>
  createToken({
    name,
    pattern: new RegExp(name, 'i'),
    longer_alt: Word,
    start_chars_hint: [name[0] as string],
  })
export const And = keyword('And')
export const Or = keyword('Or')
export const Not = keyword('Not')
export const Minus = createToken({ name: 'Minus', pattern: /-(?=[^\s)])/ })

export const Open = createToken({ name: 'Open', pattern: /\(/ })
export const Close = createToken({ name: 'Close', pattern: /\)/ })

export const ValueWord = createToken({ name: 'ValueWord', pattern: /[^\s(),"]+/ })
export const Comma = createToken({ name: 'Comma', pattern: /,/ })

const blank = { pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true }
const Blank = createToken({ name: 'Blank', ...blank })
const ValueEnd = createToken({ name: 'ValueEnd', ...blank, pop_mode: true })
const OpenAfterValue = createToken({
  name: 'OpenAfterValue',
  pattern: /\(/,
  pop_mode: true,
  categories: [Open],
})
const CloseAfterValue = createToken({
  name: 'CloseAfterValue',
  pattern: /\)/,
  pop_mode: true,
  categories: [Close],
})

const terms = [Blank, Open, Close, Phrase, UnclosedPhrase, Regex, UnclosedRegex, FieldStart]
const values = [
  ValueEnd,
  OpenAfterValue,
  CloseAfterValue,
  Comma,
  Phrase,
  UnclosedPhrase,
  Regex,
  UnclosedRegex,
  ValueWord,
]

/** Every token, in the order in which they are tried. Every character belongs to one: nothing is refused here. */
export const queryTokens = {
  defaultMode: 'term',
  modes: { term: [...terms, And, Or, Not, Minus, Word], value: values },
}

let lexer: Lexer | null = null

/** Takes a query apart. What that needs is made for the first one: it costs some milliseconds. */
export function tokenize(text: string): ILexingResult {
  lexer ??= new Lexer(queryTokens, { positionTracking: 'onlyOffset' })
  return lexer.tokenize(text)
}
