import { type SourcePosition, toWireError, type WireError } from '../../contract/errors'
import type { HandlerMethod } from '../../contract/host'
import type { AuthorSources } from './author-sources'

const DEEPEST_CAUSE = 5

/** What an author's code threw, as plain data, with the place in the author's file that it came from. */
export function toHandlerError(
  thrown: unknown,
  sources: AuthorSources,
  method?: HandlerMethod | 'background',
): WireError {
  const wire = toWireError(thrown, 'handler')
  const position = wire.position ?? sources.positionIn(wire.stack) ?? methodPosition(sources, method)
  const stack = wire.stack === undefined ? undefined : withCauses(thrown, wire.stack)
  return { ...wire, ...(position ? { position } : {}), ...(stack ? { stack } : {}) }
}

/** A complaint about what a method returned has no stack in the author's file; the method's head is the next best. */
export function methodPosition(
  sources: AuthorSources,
  method: HandlerMethod | 'background' | undefined,
): SourcePosition | null {
  if (method === undefined || method === 'background') return null
  return sources.find(new RegExp(`(?<![.\\w])${method}\\s*\\(`))
}

function withCauses(thrown: unknown, stack: string): string {
  let text = stack
  let cause = thrown instanceof Error ? thrown.cause : undefined
  for (let depth = 0; cause !== undefined && depth < DEEPEST_CAUSE; depth++) {
    text += `\nCaused by: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`
    cause = cause instanceof Error ? cause.cause : undefined
  }
  return text
}
