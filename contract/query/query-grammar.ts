import { EmbeddedActionsParser, type IToken } from 'chevrotain'
import {
  And,
  Close,
  Comma,
  FieldStart,
  Minus,
  Not,
  Open,
  Or,
  Phrase,
  queryTokens,
  Regex,
  UnclosedPhrase,
  UnclosedRegex,
  ValueWord,
  Word,
} from './query-tokens'

/** Something that should be there, and what stands around its place. */
export interface Gap {
  readonly op: 'gap'
  readonly before: IToken
  readonly after: IToken
}

/** A query as it is written; what its fields and values mean is not looked at. */
export type Syntax =
  | { readonly op: 'and' | 'or'; readonly parts: readonly Syntax[] }
  | { readonly op: 'not'; readonly part: Syntax }
  | { readonly op: 'bare'; readonly token: IToken }
  | { readonly op: 'field'; readonly start: IToken; readonly values: readonly (IToken | Gap)[] }
  | Gap
  /** A part that could not be read. */
  | { readonly op: 'unread' }

const recovery = { recoveryValueFunc: (): Syntax => ({ op: 'unread' }) }

/**
 * `or` binds loosest, then `and` (also unwritten), then `not` and `-`. What is missing is a gap, not a failure: whoever reads
 * the tree knows better what to say about it. Parentheses must be balanced. Its making costs some milliseconds.
 */
export class QueryParser extends EmbeddedActionsParser {
  constructor() {
    super(queryTokens, { recoveryEnabled: true, maxLookahead: 1 })
    this.performSelfAnalysis()
  }

  readonly query = this.RULE(
    'query',
    (): Syntax => {
      const parts = [this.SUBRULE1(this.every)]
      this.MANY(() => {
        this.CONSUME(Or)
        parts.push(this.SUBRULE2(this.every))
      })
      return { op: 'or', parts }
    },
    recovery,
  )

  readonly every = this.RULE(
    'every',
    (): Syntax => {
      const parts = [this.SUBRULE1(this.operand)]
      this.MANY(() =>
        this.OR([
          {
            ALT: () => {
              this.CONSUME(And)
              parts.push(this.SUBRULE2(this.operand))
            },
          },
          { ALT: () => parts.push(this.SUBRULE(this.part)) },
        ]),
      )
      return { op: 'and', parts }
    },
    recovery,
  )

  readonly operand = this.RULE(
    'operand',
    (): Syntax => this.OPTION(() => this.SUBRULE(this.part)) ?? this.gap(),
    recovery,
  )

  readonly part = this.RULE(
    'part',
    (): Syntax =>
      this.OR([{ ALT: () => this.SUBRULE(this.negation) }, { ALT: () => this.SUBRULE(this.term) }]),
    recovery,
  )

  readonly negation = this.RULE(
    'negation',
    (): Syntax => {
      let times = 0
      this.AT_LEAST_ONE(() => {
        this.OR([{ ALT: () => this.CONSUME(Not) }, { ALT: () => this.CONSUME(Minus) }])
        times += 1
      })
      const part = this.OPTION(() => this.SUBRULE(this.term)) ?? this.gap()
      return times % 2 === 1 ? { op: 'not', part } : part
    },
    recovery,
  )

  readonly term = this.RULE(
    'term',
    (): Syntax =>
      this.OR<Syntax>([
        { ALT: () => this.SUBRULE(this.group) },
        { ALT: () => this.SUBRULE(this.field) },
        { ALT: () => ({ op: 'bare', token: this.CONSUME(Word) }) },
        { ALT: () => ({ op: 'bare', token: this.SUBRULE(this.delimited) }) },
      ]),
    recovery,
  )

  readonly group = this.RULE(
    'group',
    (): Syntax => {
      this.CONSUME(Open)
      const inside = this.SUBRULE(this.query)
      this.CONSUME(Close)
      return inside
    },
    recovery,
  )

  readonly field = this.RULE(
    'field',
    (): Syntax => {
      const start = this.CONSUME(FieldStart)
      const values = [this.SUBRULE1(this.value)]
      this.MANY(() => {
        this.CONSUME(Comma)
        values.push(this.SUBRULE2(this.value))
      })
      return { op: 'field', start, values }
    },
    recovery,
  )

  readonly value = this.RULE(
    'value',
    (): IToken | Gap =>
      this.OPTION(() =>
        this.OR([{ ALT: () => this.CONSUME(ValueWord) }, { ALT: () => this.SUBRULE(this.delimited) }]),
      ) ?? this.gap(),
  )

  readonly delimited = this.RULE(
    'delimited',
    (): IToken =>
      this.OR([
        { ALT: () => this.CONSUME(Phrase) },
        { ALT: () => this.CONSUME(UnclosedPhrase) },
        { ALT: () => this.CONSUME(Regex) },
        { ALT: () => this.CONSUME(UnclosedRegex) },
      ]),
  )

  private gap(): Gap {
    return { op: 'gap', before: this.LA(0), after: this.LA(1) }
  }
}
