import type { SourcePosition } from '../../../contract/errors'
import type { Finding } from '../../../contract/findings'
import type { HandlerManifest } from '../../../contract/manifest'
import type { AuthorSources } from '../author-sources'
import { classPosition } from '../class-name'
import { copyPrototype } from '../copy-prototype'
import type { AnyHandler } from '../find-handler'
import { methodPosition } from '../handler-error'
import { type SharedObject, sharedObjects } from './shared-objects'

/** Methods that change what they are called on. */
const MUTATORS =
  'push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set|add|delete|clear|put|putNowait|emit|on|once'

/** What is wrong with how this handler copies itself. Runs author's code: `copy`, twice. */
export function lintCopies(
  prototype: AnyHandler,
  manifest: HandlerManifest,
  sources: AuthorSources,
): readonly Finding[] {
  const copies = copyTwice(prototype, manifest)
  if (copies === null) return []
  const isAuthors = (name: string): boolean => classPosition(name, sources) !== null
  return sharedObjects(...copies, { isAuthors })
    .filter((shared) => isMeantToChange(shared, isAuthors, sources))
    .map((shared) => describe(shared, sources))
}

/** Null when a copy fails: opening the first session says so, with the reason. */
function copyTwice(prototype: AnyHandler, manifest: HandlerManifest): [AnyHandler, AnyHandler] | null {
  try {
    return [copyPrototype(prototype, manifest), copyPrototype(prototype, manifest)]
  } catch {
    return null
  }
}

/** A table or a setting that all copies read is no mistake: only what is there to be filled, or is changed, is. */
function isMeantToChange(
  { path, kind, isToBeFilled }: SharedObject,
  isAuthors: (name: string) => boolean,
  sources: AuthorSources,
): boolean {
  if (isToBeFilled || isAuthors(kind)) return true
  // Without `this`: a variable of the same name is most likely the same object.
  const field = `(?<![.\\w$])(?:this\\.)?${path.map(escaped).join('\\.')}`
  const inside = '(?:\\??\\.[\\w$]+|(?:\\?\\.)?\\[[^\\]\\n]*\\])'
  const assigned = `${field}${inside}+\\s*(?:[-+*/%&|^]|\\*\\*|<<|>>|\\?\\?|&&|\\|\\|)?=(?![=>])`
  const counted = `${field}${inside}+\\s*(?:\\+\\+|--)`
  const called = `${field}${inside}*?\\??\\.(?:${MUTATORS})\\(`
  const deleted = `delete\\s+${field}${inside}`
  return sources.find(new RegExp([assigned, counted, called, deleted].join('|'))) !== null
}

function describe({ path, kind }: SharedObject, sources: AuthorSources): Finding {
  const name = path.join('.')
  return {
    rule: 'shared-state',
    message: `Both copies share the same ${kind} in \`${name}\`: sessions would see each other's data`,
    hint: 'Make it inside the class, in the field or the constructor, so that each copy() has one of its own.',
    position: fieldPosition(path[0] ?? name, sources),
  }
}

/** Where the field is declared, else where it is assigned, else `copy`, or the class. */
function fieldPosition(name: string, sources: AuthorSources): SourcePosition | null {
  const field = escaped(name)
  const modifiers = '(?:(?:public|private|protected|override|readonly|declare|accessor)\\s+)*'
  return (
    sources.find(new RegExp(`(?<=^[ \\t]*${modifiers})${field}[!?]?\\s*(?::|=(?!=|>)|;|$)`, 'm')) ??
    sources.find(new RegExp(`(?<=(?:public|private|protected|readonly)\\s+)${field}\\b`)) ??
    sources.find(new RegExp(`this\\.${field}\\s*=(?!=)`)) ??
    methodPosition(sources, 'copy')
  )
}

function escaped(name: string): string {
  return name.replace(/[^\w]/g, '\\$&')
}
