/** Any value that JSON text can carry. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

/** A JSON Schema (draft 2020-12) object. */
export type JsonSchema = { readonly [key: string]: JsonValue }

/** The parsed text if it is JSON, else the text itself: what `onMessage` gives a handler. */
export function parseMessage(text: string): JsonValue | string {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return text
  }
}

/** The `type` member of a message that is a JSON object, as FastRTC's messages have; else null. */
export function messageType(message: JsonValue | string): string | null {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return null
  const type = (message as { readonly [key: string]: JsonValue }).type
  return typeof type === 'string' ? type : null
}

/** Largest message on a data channel, bytes of UTF-8. Source: Chromium's max-message-size; above it the channel closes. */
export const MAX_MESSAGE_BYTES = 262_144
