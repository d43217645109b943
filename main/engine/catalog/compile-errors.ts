import { dirname, resolve } from 'node:path'
import type { Message } from 'esbuild'
import { SoundcheckError, type SourcePosition } from '../../../contract/errors'
import { importMetaPrefix } from './import-meta'

const UNRESOLVED = /^Could not resolve "(.+)"$/
/** What an import without extension may mean. */
const endings = ['', '.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '/index.ts', '/index.js']

export interface MessageContext {
  /** The user folder; esbuild's paths are relative to it. */
  readonly folder: string
  /** Files that were compiled with something before their first line. */
  readonly prefixed: ReadonlySet<string>
}

function fileOf(message: Message, folder: string): string | null {
  return message.location ? resolve(folder, message.location.file) : null
}

/** esbuild counts columns from 0 in bytes of UTF-8. */
export function positionOf(
  message: Message,
  { folder, prefixed }: MessageContext,
): SourcePosition | undefined {
  const file = fileOf(message, folder)
  if (!message.location || file === null) return undefined
  const { line, column, lineText } = message.location
  const before = Buffer.from(lineText).subarray(0, column).toString()
  const shift = line === 1 && prefixed.has(file) ? importMetaPrefix(file).length : 0
  return { file, line, column: Math.max(0, before.length - shift) + 1 }
}

/** The package that `specifier` names; null for a file. */
function packageName(specifier: string): string | null {
  if (/^(?:[./#]|[A-Za-z]:)/.test(specifier)) return null
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? null
}

function missingPackage(message: Message): string | null {
  const specifier = UNRESOLVED.exec(message.text)?.[1]
  // A note about `exports` says that the package is there but has no such part.
  if (specifier === undefined || message.notes.some((note) => note.text.includes('exported by package')))
    return null
  return packageName(specifier)
}

function sourceLine(message: Message, { folder, prefixed }: MessageContext): string | null {
  const file = fileOf(message, folder)
  if (!message.location?.lineText.trim() || file === null) return null
  const { line, lineText } = message.location
  const text = line === 1 && prefixed.has(file) ? lineText.slice(importMetaPrefix(file).length) : lineText
  return `Line ${line}: ${text.trim().slice(0, 200)}`
}

function notesOf(message: Message): string[] {
  return message.notes.map((note) => note.text).filter((text) => text && !text.includes('mark the path'))
}

/** The first of esbuild's errors, for a person. */
export function explainCompileErrors(messages: readonly Message[], context: MessageContext): SoundcheckError {
  const [first] = messages
  if (!first) return new SoundcheckError('compile', 'The file does not compile.')
  const more = messages.length > 1 ? ` (and ${messages.length - 1} more)` : ''
  const missing = missingPackage(first)
  const text = missing ? `The package "${missing}" is not installed` : first.text
  const advice = missing ? [`Run \`npm install ${missing}\` in ${context.folder}.`] : notesOf(first)
  const hint = [sourceLine(first, context), ...advice].filter((part) => part !== null).join('\n')
  return new SoundcheckError('compile', text + more, {
    hint: hint || undefined,
    position: positionOf(first, context),
  })
}

/** The files whose change or appearance may mend these errors. */
export function filesBehind(messages: readonly Message[], folder: string): string[] {
  return messages.flatMap((message) => {
    const file = fileOf(message, folder)
    if (file === null) return []
    const specifier = UNRESOLVED.exec(message.text)?.[1]
    if (specifier === undefined || !specifier.startsWith('.')) return [file]
    return [file, ...endings.map((ending) => resolve(dirname(file), specifier + ending))]
  })
}
