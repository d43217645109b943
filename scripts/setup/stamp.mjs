// Stamps: small files that remember for which inputs a step was already done.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/** @param {readonly (string | Uint8Array)[]} parts */
export function hashOf(parts) {
  const hash = createHash('sha256')
  for (const part of parts) {
    hash.update(String(part.length)).update(':').update(part)
  }
  return hash.digest('hex')
}

/** @param {string} file @returns {string | null} what was stamped, null when nothing was */
export function readStamp(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null
}

/** @param {string} file @param {string} value */
export function writeStamp(file, value) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, value)
}

/** @param {string} folder @param {(name: string) => boolean} keep files by name @returns {string[]} sorted */
function filesBelow(folder, keep) {
  const entries = fs.readdirSync(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile() && keep(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

/**
 * A hash of names and contents, so that neither a checkout nor a saved file without a change means a new build.
 * @param {string} base @param {readonly string[]} sources files and folders below `base`; missing ones count as empty
 * @param {(name: string) => boolean} keep which files of a folder count
 */
export function hashTree(base, sources, keep = () => true) {
  const files = sources.flatMap((source) => {
    const at = path.join(base, source)
    const stat = fs.statSync(at, { throwIfNoEntry: false })
    if (!stat) return []
    return stat.isDirectory() ? filesBelow(at, keep) : [at]
  })
  const parts = files.flatMap((file) => [
    path.relative(base, file).split(path.sep).join('/'),
    fs.readFileSync(file),
  ])
  return hashOf(parts)
}
