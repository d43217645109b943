import { MAX_MESSAGE_BYTES } from '../../contract/json'

export type ComposerCheck =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text' }
  | { readonly kind: 'json' }
  /** Sent as text all the same. */
  | { readonly kind: 'broken-json'; readonly reason: string }
  | { readonly kind: 'too-large'; readonly bytes: number }

/** Says how a text will arrive: as a JSON value, or as text, and whether it was probably meant to be JSON. */
export function checkMessage(text: string): ComposerCheck {
  const trimmed = text.trim()
  if (trimmed === '') return { kind: 'empty' }
  const bytes = new TextEncoder().encode(text).length
  if (bytes > MAX_MESSAGE_BYTES) return { kind: 'too-large', bytes }
  try {
    JSON.parse(trimmed)
    return { kind: 'json' }
  } catch (thrown) {
    if (!/^[{[]/.test(trimmed)) return { kind: 'text' }
    return { kind: 'broken-json', reason: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}
