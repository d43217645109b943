/**
 * The one list of failure codes. A code names the kind of trouble, not the place it was met.
 *
 * - `invalid`: the caller gave something malformed (SDP, candidate, message, input value, emitted value)
 * - `not-found`: the named handler, session, file or row is not there
 * - `unavailable`: something outside failed: a folder, a device, a full disk, a dead thread
 * - `handler`: the author's code threw or broke the handler interface
 * - `compile`: the author's file does not compile
 * - `timeout`: a bounded wait ran out
 * - `closed`: the session or host was already closed
 * - `limit`: a size, rate or concurrency limit was met
 * - `internal`: a defect of Soundcheck itself
 */
export const errorCodes = [
  'invalid',
  'not-found',
  'unavailable',
  'handler',
  'compile',
  'timeout',
  'closed',
  'limit',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** A position in a source file as an editor counts it: line and column from 1. */
export interface SourcePosition {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** An error in the form that crosses threads and processes: plain data that keeps what the person needs. */
export interface WireError {
  readonly code: ErrorCode
  /** What happened, in one sentence. */
  readonly message: string
  /** What to do about it, when we know. */
  readonly hint?: string
  readonly position?: SourcePosition
  /** The (source-mapped) stack, for the detail view. */
  readonly stack?: string
}

/** The only error class that Soundcheck throws on purpose. */
export class SoundcheckError extends Error {
  override readonly name = 'SoundcheckError'
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly position: SourcePosition | undefined

  constructor(
    code: ErrorCode,
    message: string,
    more: { hint?: string | undefined; position?: SourcePosition | undefined; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.hint = more.hint
    this.position = more.position
  }
}

/** The message of anything that was thrown, also of non-errors. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name
  return typeof thrown === 'string' ? thrown : `a thrown ${typeof thrown}: ${String(thrown)}`
}

/** Turns anything thrown into plain data; `fallback` is the code of errors that are not ours. */
export function toWireError(thrown: unknown, fallback: ErrorCode = 'internal'): WireError {
  const ours = thrown instanceof SoundcheckError ? thrown : undefined
  const stack = thrown instanceof Error ? thrown.stack : undefined
  return {
    code: ours?.code ?? fallback,
    message: messageOf(thrown),
    ...(ours?.hint ? { hint: ours.hint } : {}),
    ...(ours?.position ? { position: ours.position } : {}),
    ...(stack ? { stack } : {}),
  }
}

/** The reverse of {@link toWireError}: an error to throw on this side of the border. */
export function fromWireError(wire: WireError): SoundcheckError {
  const error = new SoundcheckError(wire.code, wire.message, { hint: wire.hint, position: wire.position })
  if (wire.stack) error.stack = wire.stack
  return error
}

/** What every request resolves to: a value or an error, never `undefined` for a failure. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: WireError }

/** Runs `work` and gives its outcome as a {@link Reply}. */
export async function replyOf<T>(work: () => T | Promise<T>): Promise<Reply<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (thrown) {
    return { ok: false, error: toWireError(thrown) }
  }
}
