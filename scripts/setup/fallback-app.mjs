// Electron's own start program (its default_app) is what makes `electron <folder>` work; the runtime from the registry
// lacks it, so this stands in for it: it loads the preloads that test drivers ask for (`-r file`) and starts the folder.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

/** Used by Electron's own start program too, but not in its typings. */
const startable =
  /** @type {typeof app & { setAppPath(path: string): void, setVersion(version: string): void }} */ (app)

/** @param {readonly string[]} args @returns {{ preloads: string[], target: string | undefined }} */
function readArguments(args) {
  /** @type {string[]} */
  const preloads = []
  const waiting = args.values()
  for (const arg of waiting) {
    if (arg === '-r' || arg === '--require') preloads.push(waiting.next().value ?? '')
    else if (!arg.startsWith('-')) return { preloads, target: arg }
  }
  return { preloads, target: undefined }
}

/** @param {string} folder @returns {string} the entry file that its package.json names */
function enterFolder(folder) {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'))
  startable.setAppPath(folder)
  startable.setName(manifest.productName ?? manifest.name)
  if (manifest.version) startable.setVersion(manifest.version)
  return path.join(folder, manifest.main ?? 'index.js')
}

const { preloads, target } = readArguments(process.argv.slice(1))
if (target === undefined) {
  process.stderr.write('usage: electron <folder of the app>\n')
  process.exit(1)
}
const require = createRequire(import.meta.url)
for (const preload of preloads) require(path.resolve(preload))
Object.assign(process, { defaultApp: true })
const resolved = path.resolve(target)
const entry = fs.statSync(resolved).isDirectory() ? enterFolder(resolved) : resolved
await import(pathToFileURL(entry).href)
