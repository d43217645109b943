import { SoundcheckError } from '../../../contract/errors'

/** A stop word that was heard. */
export interface StopWordMatch {
  /** The stop word as it stands in the list. */
  readonly phrase: string
  /** What was said after it in the same breath, without the punctuation between; empty if nothing was. */
  readonly rest: string
}

/** Finds the first stop word of a text, or null. */
export type StopWordMatcher = (text: string) => StopWordMatch | null

const EDGE_PUNCTUATION = /^[\p{P}\s]+|[\p{P}\s]+$/gu
/** What `\w` is for English, in every script: a letter or digit with its accents. */
const WORD_CHARACTER = String.raw`[\p{L}\p{M}\p{N}_]`

/**
 * Makes a matcher for stop words and phrases. It finds whole words in any case ("computers" is not "computer"); the words
 * of a phrase may have white space and punctuation between and after them ("OK, computer!" is "ok computer"), in every
 * script. Where several match, the one that begins first counts, and of those the longest.
 *
 * @param words at least one, each with at least one letter or digit.
 * @throws SoundcheckError `handler` for an empty list or an empty phrase.
 * Source: FastRTC `ReplyOnStopWords.stop_word_detected`, which does not allow punctuation between the words.
 */
export function createStopWordMatcher(words: readonly string[]): StopWordMatcher {
  if (words.length === 0) {
    throw new SoundcheckError('handler', 'ReplyOnStopWords was given no stop words', {
      hint: "Give it at least one, such as ['computer'].",
    })
  }
  const phrases = words
    .map((phrase) => ({ phrase, words: phraseWords(phrase) }))
    .sort((a, b) => b.words.join(' ').length - a.words.join(' ').length)
  const choices = phrases.map((each) => `(${each.words.map(escapePattern).join('[\\p{P}\\s]+')})`)
  const pattern = new RegExp(`(?<!${WORD_CHARACTER})(?:${choices.join('|')})(?!${WORD_CHARACTER})`, 'iu')
  return (text) => {
    const normal = normalize(text)
    const match = pattern.exec(normal)
    if (match === null) return null
    const found = phrases[match.slice(1).findIndex((group) => group !== undefined)]
    if (!found) return null
    const rest = normal.slice(match.index + match[0].length)
    return { phrase: found.phrase, rest: rest.replace(/^[\p{Po}\p{Pd}\s]+/u, '').trimEnd() }
  }
}

/** The words of a phrase without the punctuation around each. @throws SoundcheckError `handler` if there are none. */
export function phraseWords(phrase: string): string[] {
  const words = normalize(phrase)
    .split(/\s+/u)
    .map((word) => word.replace(EDGE_PUNCTUATION, ''))
    .filter((word) => word !== '')
  if (words.length > 0) return words
  throw new SoundcheckError('handler', `The stop word ${JSON.stringify(phrase)} has no words in it`, {
    hint: 'Write stop words with letters or digits.',
  })
}

/** One way of writing accents and apostrophes: transcripts use both. */
function normalize(text: string): string {
  return text.normalize('NFC').replace(/[’ʼ]/gu, "'")
}

function escapePattern(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&')
}
