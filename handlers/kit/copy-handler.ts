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
  const { name: className } = original.constructor
  const copy = construct(original, options) as H
  const before = original as unknown as Record<string, unknown>
  const after = copy as unknown as Record<string, unknown>
  for (const name of Object.keys(original)) {
    if (typeof before[name] !== typeof after[name]) throw notCopied(className, differs(name, before, after))
  }
  return copy
}

/**
 * `new` of a handler's class with the arguments that the original was made with.
 *
 * @throws SoundcheckError `handler` that says to override `copy()`.
 */
export function construct(original: object, ...args: readonly unknown[]): object {
  const Class = original.constructor as new (...args: readonly unknown[]) => object
  try {
    return new Class(...args)
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
