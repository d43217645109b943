import { type CompletionItem, completeQuery } from '../../contract/query/complete-query'
import type { SavedFilter } from './inspector-store'

export interface Suggestion {
  readonly insert: string
  readonly label: string
  readonly about: string
  readonly kind: CompletionItem['kind'] | 'saved' | 'recent' | 'example'
}

/** What may stand in the text from `from` up to before `to`. */
export interface Suggestions {
  readonly from: number
  readonly to: number
  readonly items: readonly Suggestion[]
}

export interface KnownQueries {
  /** Types that the rows have. */
  readonly types: readonly string[]
  readonly saved: readonly SavedFilter[]
  /** Newest first. */
  readonly history: readonly string[]
  /** What can be asked here, for who has not asked anything yet. */
  readonly examples: readonly QueryExample[]
}

export interface QueryExample {
  readonly text: string
  readonly about: string
}

const MAX_RECENT = 5

/** Into an empty field: whole queries; into any other: what could go on at the caret. */
export function suggest(text: string, caret: number, known: KnownQueries): Suggestions {
  if (text.trim() !== '') return completeQuery(text, caret, { types: known.types })
  const whole = (kind: Suggestion['kind']) => (query: string, about: string) => ({
    insert: query,
    label: query,
    about,
    kind,
  })
  return {
    from: 0,
    to: text.length,
    items: [
      ...known.saved.map(({ name, text: query }) => whole('saved')(query, name)),
      ...known.history.slice(0, MAX_RECENT).map((query) => whole('recent')(query, 'used before')),
      ...known.examples.map((example) => whole('example')(example.text, example.about)),
    ],
  }
}

/** The text with a suggestion in its place, and where the caret is then. */
export function accept(
  text: string,
  { from, to }: Pick<Suggestions, 'from' | 'to'>,
  { insert }: Pick<Suggestion, 'insert'>,
): { readonly text: string; readonly caret: number } {
  return { text: text.slice(0, from) + insert + text.slice(to), caret: from + insert.length }
}
