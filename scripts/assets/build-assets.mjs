// The files that the kit reads while a handler runs: `hostBinding().readAsset(name)`.
import fs from 'node:fs'
import path from 'node:path'
import { sileroModelFile, sileroWeights } from './silero-asset.mjs'
import { sttAssets } from './stt-assets.mjs'

/** @typedef {{ name: string, source: () => string, make: () => Uint8Array }} Asset */

/** @type {readonly Asset[]} */
const assets = [{ name: 'silero-vad.bin', source: sileroModelFile, make: sileroWeights }, ...sttAssets]

/** @param {string} file */
const changedAt = (file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

/**
 * Makes what is missing or older than what it is made from. Several processes may do so at once.
 * @param {string} target folder
 */
export function buildAssets(target) {
  fs.mkdirSync(target, { recursive: true })
  const newestCode = Math.max(
    ...fs.readdirSync(import.meta.dirname).map((name) => changedAt(path.join(import.meta.dirname, name))),
  )
  for (const { name, source, make } of assets) {
    const file = path.join(target, name)
    if (changedAt(file) > Math.max(changedAt(source()), newestCode)) continue
    const draft = `${file}.${process.pid}`
    fs.writeFileSync(draft, make())
    fs.renameSync(draft, file)
  }
}
