import { SoundcheckError } from '../../contract/errors'
import type { HandlerOptions } from './handler-options'

/**
 * The default `copy()`: `new` of the same class with the same options, and a check that this was the right thing to do.
 * It was not when the constructor takes something else than options: it fails, keeps the options under a name that held
 * another kind of value, or leaves out what the original has.
 *
 * @throws SoundcheckError `handler` that says to override `copy()`.
 */
export function copyHandler<H extends object>(original: H, options: HandlerOptions): H {
  const Class = original.constructor as new (options: HandlerOptions) => H
  const copy = construct(Class, options)
  const before = original as unknown as Record<string, unknown>
  const after = copy as unknown as Record<string, unknown>
  for (const name of Object.keys(original)) {
    if (typeof before[name] !== typeof after[name]) throw notCopied(Class.name, differs(name, before, after))
  }
  return copy
}

function construct<H>(Class: new (options: HandlerOptions) => H, options: HandlerOptions): H {
  try {
    return new Class(options)
  } catch (thrown) {
    throw notCopied(Class.name, thrown instanceof Error ? thrown.message : String(thrown), thrown)
  }
}

function differs(name: string, before: Record<string, unknown>, after: Record<string, unknown>): string {
  return `"${name}" is a ${typeof before[name]} in the original and ${typeof after[name]} in the copy`
}

function notCopied(className: string, why: string, cause?: unknown): SoundcheckError {
  return new SoundcheckError('handler', `The default copy() does not do for ${className}: ${why}`, {
    hint: `Give ${className} its own copy(): return new ${className}(…) with the arguments it was made with.`,
    cause,
  })
}
