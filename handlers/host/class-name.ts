import type { SourcePosition } from '../../contract/errors'
import type { AuthorSources } from './author-sources'

/**
 * The name of a handler's class as its author wrote it; empty when it has none. A bundler names an anonymous class
 * `echo_default`, and one that mentions itself `_Echo`.
 */
export function classNameOf(handler: object, sources: AuthorSources): string {
  const { name } = handler.constructor
  if (/(^|_)default\d*$/.test(name) && classPosition(name, sources) === null) return ''
  const written = name.replace(/^_/, '')
  return classPosition(name, sources) === null && classPosition(written, sources) !== null ? written : name
}

/** Where the handler file has the class of this name. */
export function classPosition(name: string, sources: AuthorSources): SourcePosition | null {
  return name === '' ? null : sources.find(new RegExp(`class\\s+${name.replace(/\W/g, '.')}\\b`))
}
