import { z } from 'zod'
import { type JsonValue, parseMessage } from '../../../../contract/json'
import type { HandlerManifest } from '../../../../contract/manifest'
import type { Wording } from './wording'

/** Who begins to speak over a socket. */
export interface StartEvent {
  readonly kind: 'start'
  /** What the client calls itself. */
  readonly id: string
  readonly wording: Wording
  /** A line for the journal about who calls; null = there is nothing to tell. */
  about(manifest: HandlerManifest): string | null
  /** Values for the handler's inputs that came with it. */
  inputs(manifest: HandlerManifest): { readonly [name: string]: JsonValue }
}

/** One text of the client, understood. */
export type SocketEvent =
  | StartEvent
  /** `payload` is mu-law; `missed` says what is missing just before it. */
  | { readonly kind: 'media'; readonly payload: Uint8Array; readonly missed: string | null }
  /** For the handler. */
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'played'; readonly mark: string }
  | { readonly kind: 'ping' }
  | { readonly kind: 'stop' }
  /** Valid, and of no meaning here. */
  | { readonly kind: 'ignored' }
  /** `isFatal`: the client cannot begin so. */
  | { readonly kind: 'bad'; readonly reason: string; readonly isFatal: boolean }

/** The texts that belong to one member `event`, and what they mean. */
export interface EventReader {
  readonly event: string
  read(message: JsonValue): SocketEvent
}

/** Reads events named `event` whose shape is `schema`. */
export function eventReader<T>(
  event: string,
  schema: z.ZodType<T>,
  meaning: (message: T) => SocketEvent,
): EventReader {
  return {
    event,
    read(message) {
      const parsed = schema.safeParse(message)
      if (parsed.success) return meaning(parsed.data)
      const [issue] = parsed.error.issues
      const field = issue?.path.map(String).join('.')
      const reason = `"${event}" ${field ? `with a wrong "${field}"` : 'is not valid'}: ${issue?.message ?? ''}`
      return { ...bad(reason), isFatal: event === 'start' }
    },
  }
}

/** An event without anything that matters. */
export function plainEvent(event: string, kind: 'ping' | 'stop' | 'ignored'): EventReader {
  return { event, read: () => ({ kind }) }
}

function bad(reason: string) {
  return { kind: 'bad', reason, isFatal: false } as const
}

/** Bytes as base64 (RFC 4648 section 4), with or without its padding. */
export const base64Schema = z
  .string()
  .regex(/^[A-Za-z0-9+/]*={0,2}$/, 'expected base64')
  .refine((text) => text.replace(/=+$/, '').length % 4 !== 1, 'expected base64')
  .transform((text): Uint8Array => Buffer.from(text, 'base64'))

/** Texts without the member `event` are messages for the handler, if the protocol has any. */
export interface Vocabulary {
  readonly events: readonly EventReader[]
  readonly hasMessages: boolean
}

/** Understands one text; never throws. */
export function readEvent(text: string, { events, hasMessages }: Vocabulary): SocketEvent {
  const message = parseMessage(text)
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    return bad('not a JSON object')
  const { event } = message as { readonly [name: string]: JsonValue }
  if (event === undefined && hasMessages) return { kind: 'message', text }
  const reader = events.find((one) => one.event === event)
  const known = events.map((one) => `"${one.event}"`).join(', ')
  return reader ? reader.read(message) : bad(`its "event" is none of ${known}`)
}
