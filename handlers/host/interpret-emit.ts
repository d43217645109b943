import { messageOf } from '../../contract/errors'
import type { JsonValue } from '../../contract/json'
import { isAdditionalOutputs } from '../kit/additional-outputs'
import { isCloseStream } from '../kit/close-stream'
import { describeValue } from './describe-value'

/** How a stream is to end: what the client is told, null = nothing. */
export interface EndOfStream {
  readonly message: string | null
}

/** What one call of `emit` or `videoEmit` gave, in the order it is to be published: outputs, media, end of stream. */
export interface Emitted<M> {
  readonly outputs: readonly JsonValue[] | null
  readonly media: M | null
  readonly close: EndOfStream | null
}

/** A value that was understood, or what is wrong with it, to follow "emit returned". */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly complaint: string }

/** How audio, or pictures, are told from everything else, and read. */
export interface Medium<M> {
  /** For complaints: what an author may return. */
  readonly expected: string
  claims(value: unknown): boolean
  /** Null when there is nothing to play in it. */
  read(value: unknown): Reading<M | null>
}

const nothing = { outputs: null, media: null, close: null } as const

/** Whether there is nothing to publish in it. */
export function isNothing({ outputs, media, close }: Emitted<unknown>): boolean {
  return media === null && outputs === null && close === null
}

/** Understands what an author's `emit` returned; pure, and it never keeps the author's own arrays. */
export function interpretEmit<M>(value: unknown, medium: Medium<M>): Reading<Emitted<M>> {
  if (value === null || value === undefined) return { ok: true, value: nothing }
  if (isAdditionalOutputs(value) || isCloseStream(value)) return readSide<M>(value, null)
  if (medium.claims(value)) return readMedia(value, medium)
  if (!Array.isArray(value)) return unexpected(value, medium)
  const [media, side] = value as readonly unknown[]
  if (value.length !== 2 || !(isAdditionalOutputs(side) || isCloseStream(side)))
    return unexpected(value, medium)
  if (!medium.claims(media)) {
    const complaint = `a pair whose first element is ${describeValue(media)}; expected ${medium.expected}`
    return { ok: false, complaint }
  }
  const reading = medium.read(media)
  return reading.ok ? readSide(side, reading.value) : reading
}

function readMedia<M>(value: unknown, medium: Medium<M>): Reading<Emitted<M>> {
  const reading = medium.read(value)
  return reading.ok ? { ok: true, value: { ...nothing, media: reading.value } } : reading
}

function readSide<M>(side: unknown, media: M | null): Reading<Emitted<M>> {
  if (isCloseStream(side)) return { ok: true, value: { ...nothing, media, close: endOf(side) } }
  if (!isAdditionalOutputs(side)) return { ok: true, value: { ...nothing, media } }
  try {
    return { ok: true, value: { ...nothing, media, outputs: side.args.map(toJson) } }
  } catch (thrown) {
    return { ok: false, complaint: `AdditionalOutputs that JSON cannot carry: ${messageOf(thrown)}` }
  }
}

function endOf({ message }: { readonly message: unknown }): EndOfStream {
  return { message: message === null ? null : String(message) }
}

function toJson(value: unknown): JsonValue {
  const text: string | undefined = JSON.stringify(value)
  if (text !== undefined) return JSON.parse(text) as JsonValue
  if (value === undefined) return null
  throw new TypeError(`it has ${describeValue(value)}`)
}

function unexpected<M>(value: unknown, medium: Medium<M>): Reading<Emitted<M>> {
  return { ok: false, complaint: `${describeValue(value)}; expected ${medium.expected}` }
}
