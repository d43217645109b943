import { MAX_MESSAGE_BYTES } from '../../contract/json'
import type { SessionStatus } from '../../contract/state'
import { fillIn, unknownVariables, type Variable } from './message-variables'
import { countText } from './row-text'

export type ComposerCheck =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text' }
  | { readonly kind: 'json' }
  /** Sent as text all the same. */
  | { readonly kind: 'broken-json'; readonly reason: string }
  | { readonly kind: 'too-large'; readonly bytes: number }
  /** A name in braces that has no value. */
  | { readonly kind: 'unknown-variable'; readonly name: string }

/** Says how a text will arrive: as a JSON value, or as text, and whether it was probably meant to be JSON. */
export function checkMessage(text: string, variables: readonly Variable[] = []): ComposerCheck {
  if (text.trim() === '') return { kind: 'empty' }
  const [name] = unknownVariables(text, variables)
  if (name !== undefined) return { kind: 'unknown-variable', name }
  return checkText(fillIn(text, { ...sample, variables }))
}

/** Values as those that are made anew for each message, to see what becomes of it. */
const sample = {
  now: () => 1_700_000_000_000,
  uuid: () => '00000000-0000-4000-8000-000000000000',
  counter: () => 1,
}

/** The same of a text without variables. */
export function checkText(text: string): ComposerCheck {
  const trimmed = text.trim()
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

export function hintOf(check: ComposerCheck): string {
  switch (check.kind) {
    case 'empty':
      return ''
    case 'text':
      return 'text'
    case 'json':
      return 'JSON'
    case 'broken-json':
      return `Not valid JSON, would be sent as text: ${check.reason}`
    case 'too-large':
      return `${countText(check.bytes)} bytes: a message has at most ${countText(MAX_MESSAGE_BYTES)}`
    case 'unknown-variable':
      return `There is no variable named ${check.name}; give it a value under Saved messages`
  }
}

/** Whether a message can go out as it is. */
export const isSendable = ({ kind }: ComposerCheck): boolean =>
  kind !== 'empty' && kind !== 'too-large' && kind !== 'unknown-variable'

/** Why nothing can be sent now; null when it can. */
export function whyNot(status: SessionStatus, isOutside: boolean): string | null {
  if (isOutside) return 'Messages of this session are sent by its client'
  if (status === 'live') return null
  return status === 'connecting' ? 'Connecting' : 'Press Start to send messages'
}
