import { findSourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

const frame = /(?:\(|at (?:async )?)((?:file:\/\/|node:|[A-Za-z]:[\\/]|\/).*?):\d+:\d+\)?$/

/** Whether `stack` is of something that fetch keeps for later, and closes itself. */
export function isOfFetch(stack: string | undefined): boolean {
  return (stack ?? '').includes('node:internal/deps/undici')
}

/** Whether the innermost line of `stack` that is not Node's own is in the host or the kit: then we started it. */
export function isOurs(stack: string | undefined): boolean {
  for (const line of (stack ?? '').split('\n')) {
    const [, file] = frame.exec(line) ?? []
    if (file !== undefined && !file.startsWith('node:')) return isOwnFile(toPath(file))
  }
  return false
}

/** This program is one bundle; with a source map its stacks name the files that it was made of. */
function isOwnFile(file: string): boolean {
  const bundle = fileURLToPath(import.meta.url)
  const sources = findSourceMap(bundle)?.payload.sources ?? []
  return file === bundle || sources.some((source) => toPath(source) === file)
}

function toPath(file: string): string {
  return file.startsWith('file://') ? fileURLToPath(file) : file
}
