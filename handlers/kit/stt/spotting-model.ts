import { phraseWords } from './stop-words'

/** A word that people say often. */
export interface CommonWord {
  readonly word: string
  /** How often, as the decimal logarithm of its share. */
  readonly log10: number
  /** Each a row of ARPAbet phones. */
  readonly pronunciations: readonly string[]
}

/** What a recogniser is given so that it hears phrases among other speech. */
export interface SpottingModel {
  /** Lines of `WORD PHONE PHONE …`. */
  readonly dictionary: string
  /** A language model of single words in the ARPA format. */
  readonly languageModel: string
  /** What is written for a word of the dictionary that stands for a whole phrase. */
  readonly spelling: ReadonlyMap<string, string>
}

/** How likely each phrase is, as the decimal logarithm; about that of "what". Measured: docs/decisions/0018. */
const PHRASE_LOG10 = -2.5
/** Most pronunciations of one phrase. */
const MAX_VARIANTS = 8

/**
 * Common words that compete with the phrases: what sounds more like some of them is not taken for a phrase. A phrase is one
 * word to the recogniser, so that it is heard whole or not at all.
 *
 * @param common lower case.
 * @param pronounce gives the pronunciations of a lower-case word, at least one, or throws.
 */
export function createSpottingModel(
  common: readonly CommonWord[],
  phrases: readonly string[],
  pronounce: (word: string) => readonly string[],
): SpottingModel {
  const spoken = [...new Set(phrases.map((phrase) => phraseWords(phrase).join(' ').toLowerCase()))]
  const others = common.filter(({ word }) => !spoken.includes(word))
  const wanted = spoken.map((phrase, index) => ({
    word: `phrase-${index}`,
    log10: PHRASE_LOG10,
    pronunciations: variants(phrase.split(' ').map(pronounce)),
  }))
  const words = [...others, ...wanted]
  return {
    dictionary: words.map(dictionaryLines).join(''),
    languageModel: arpa(words),
    spelling: new Map(spoken.map((phrase, index) => [`phrase-${index}`, phrase])),
  }
}

/** Every combination of the words' pronunciations, the usual ones first. */
function variants(words: readonly (readonly string[])[]): string[] {
  const all = words.reduce<string[]>(
    (starts, next) => starts.flatMap((start) => next.map((each) => (start ? `${start} ${each}` : each))),
    [''],
  )
  return [...new Set(all)].slice(0, MAX_VARIANTS)
}

function dictionaryLines({ word, pronunciations }: CommonWord): string {
  const name = (index: number): string => (index === 0 ? word : `${word}(${index + 1})`)
  return pronunciations.map((phones, index) => `${name(index)} ${phones}\n`).join('')
}

/** Source: the ARPA format of n-gram models. An utterance may end after any word; nothing goes before its start. */
function arpa(words: readonly CommonWord[]): string {
  const lines = words.map(({ word, log10 }) => `${log10} ${word}`)
  const head = ['\\data\\', `ngram 1=${lines.length + 2}`, '', '\\1-grams:', '-99 <s>', '-1 </s>']
  return [...head, ...lines, '', '\\end\\', ''].join('\n')
}
