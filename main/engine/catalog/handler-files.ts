import { relative, sep } from 'node:path'

const handlerName = /\.(?:ts|mts|tsx|js|mjs|cjs)$/
const otherSource = /\.(?:d\.[cm]?ts|(?:test|spec)\.[cm]?[jt]sx?)$/
/** Says what is installed or how to compile: a change of one may change every handler. */
const settingsName = /^(?:package|tsconfig)\.json$/
/** What npm, pnpm and yarn write last when they install. */
const installRecord = /^\.(?:package-lock\.json|modules\.yaml|yarn-state\.yml)$/

/** The path of `file` in `folder`, with `/`. */
export function handlerId(folder: string, file: string): string {
  return relative(folder, file).split(sep).join('/')
}

export type FileRole = 'handler' | 'settings' | 'other'

/** What the file or folder at `id` (relative, with `/`) is to the catalog; nothing in an ignored folder has a role. */
export function fileRole(id: string): FileRole {
  // On another drive of Windows there is no relative path.
  if (/^[A-Za-z]:/.test(id)) return 'other'
  const parts = id.split('/')
  const name = parts.at(-1) ?? ''
  const folders = parts.slice(0, -1)
  if (folders.includes('node_modules')) {
    return folders.at(-1) === 'node_modules' && installRecord.test(name) ? 'settings' : 'other'
  }
  if (parts.some((part) => part.startsWith('.'))) return 'other'
  if (settingsName.test(name)) return 'settings'
  return handlerName.test(name) && !otherSource.test(name) ? 'handler' : 'other'
}

/** Whether the folder at `id` is looked into; `node_modules` is, but only for the record of what is installed. */
export function isFolderWatched(id: string): boolean {
  const parts = id.split('/')
  return !parts.some((part) => part.startsWith('.')) && !parts.slice(0, -1).includes('node_modules')
}
