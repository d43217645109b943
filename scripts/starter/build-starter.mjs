// The folder that a new user folder is made from: the examples, and typings so that an editor completes and checks
// handler code with nothing installed there.
import fs from 'node:fs'
import path from 'node:path'
import { root } from '../setup/run.mjs'
import { closureOnDisk, emitDeclarations } from './declarations.mjs'

const TYPES = '.soundcheck/types'
const modules = path.join(root, 'node_modules')

/** The settings of a user folder; understood by TypeScript 5 and later. */
export const userTsconfig = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023'],
    module: 'ESNext',
    moduleResolution: 'bundler',
    moduleDetection: 'force',
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [`./${TYPES}/@types`],
    paths: {
      soundcheck: [`./${TYPES}/soundcheck/handlers/kit/index.d.ts`],
      zod: [`./${TYPES}/zod/index.d.ts`],
      'undici-types': [`./${TYPES}/undici-types/index.d.ts`],
    },
  },
  include: ['**/*.ts'],
  exclude: ['.soundcheck', 'node_modules'],
}

const README = `# What this folder is

Soundcheck writes it, and replaces it when the app is updated; nothing in it is yours to edit or to keep.

\`types/\` holds the typings of \`soundcheck\` (what a handler imports), of \`zod\` and of Node. The \`tsconfig.json\` one
folder up points at them, so that an editor completes and checks your handlers without anything being installed.
`

/** @param {ReadonlyMap<string, string>} files by absolute path @param {string} base @param {string} target folder */
function writeFiles(files, base, target) {
  for (const [file, text] of files) {
    const at = path.join(target, path.relative(base, file))
    fs.mkdirSync(path.dirname(at), { recursive: true })
    fs.writeFileSync(at, text)
  }
}

/** @param {string} name an installed package @param {string} target its declarations and its licence go there */
function copyTypings(name, target) {
  const from = path.join(modules, name)
  fs.cpSync(from, target, {
    recursive: true,
    filter: (file) => fs.statSync(file).isDirectory() || /(\.d\.ts|package\.json|LICENSE)$/.test(file),
  })
}

/** @param {string} types folder */
function writeTypes(types) {
  writeFiles(emitDeclarations(path.join(root, 'handlers/kit/index.ts')), root, path.join(types, 'soundcheck'))
  const zod = path.join(modules, 'zod')
  writeFiles(closureOnDisk(path.join(zod, 'index.d.ts')).files, zod, path.join(types, 'zod'))
  fs.copyFileSync(path.join(zod, 'LICENSE'), path.join(types, 'zod', 'LICENSE'))
  copyTypings('@types/node', path.join(types, '@types', 'node'))
  copyTypings('undici-types', path.join(types, 'undici-types'))
}

/** @param {string} target the examples as they ship */
function copyExamples(target) {
  fs.cpSync(path.join(root, 'handlers/examples'), target, {
    recursive: true,
    filter: (file) => !/\.test\.ts$/.test(file),
  })
}

/** @param {string} target folder; what was there is replaced */
export function buildStarter(target) {
  fs.rmSync(target, { recursive: true, force: true })
  copyExamples(path.join(target, 'examples'))
  const support = path.join(target, 'support')
  writeTypes(path.join(support, TYPES))
  fs.writeFileSync(path.join(support, '.soundcheck', 'README.md'), README)
  fs.writeFileSync(path.join(support, 'tsconfig.json'), `${JSON.stringify(userTsconfig, null, 2)}\n`)
}
