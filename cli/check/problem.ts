import type { WireError } from '../../contract/errors'
import { handlerName } from '../../contract/server'
import type { HandlerEntry } from '../../contract/state'

/** Something that makes a check fail. */
export interface Problem {
  /** The file does not compile, does not load, is likely not what is meant, or has a wrong type. */
  readonly kind: 'compile' | 'load' | 'lint' | 'types'
  /** Of the linter or of TypeScript; null = there is but one. */
  readonly rule: string | null
  readonly error: WireError
}

/** What loading a handler has found. */
export function problemsOf({ id, file, error, findings }: HandlerEntry): Problem[] {
  const start = { file, line: 1, column: 1 }
  if (error) {
    const message = error.position ? error.message : `${handlerName(id)}: ${error.message}`
    const kind = error.code === 'compile' ? 'compile' : 'load'
    return [{ kind, rule: null, error: { ...error, message, position: error.position ?? start } }]
  }
  return findings.map(({ rule, message, hint, position }) => ({
    kind: 'lint',
    rule,
    error: { code: 'handler', message, hint, position: position ?? start },
  }))
}
