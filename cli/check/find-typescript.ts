import { createRequire } from 'node:module'
import path from 'node:path'
import type ts from 'typescript'

export type TypeScript = typeof ts

/** Before it, TypeScript does not understand the settings of a user folder. */
const OLDEST_MAJOR = 5

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'MODULE_NOT_FOUND'
}

function loadFrom(folder: string): TypeScript | null {
  try {
    const found = createRequire(path.join(folder, 'any.js'))('typescript') as Partial<TypeScript>
    const major = Number.parseInt(found.versionMajorMinor ?? '0', 10)
    // One that is a program alone has nothing to call.
    return major >= OLDEST_MAJOR && found.createProgram ? (found as TypeScript) : null
  } catch (thrown) {
    if (isMissing(thrown)) return null
    throw thrown
  }
}

/** The TypeScript of the first of these folders that has one that is recent enough; null when none has. */
export function findTypeScript(folders: readonly string[]): TypeScript | null {
  for (const folder of folders) {
    const found = loadFrom(folder)
    if (found) return found
  }
  return null
}
