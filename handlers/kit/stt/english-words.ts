import { SoundcheckError } from '../../../contract/errors'
import type { CommonWord } from './spotting-model'

/** Pronunciations of one's own by word: rows of ARPAbet phones without stress, such as `JH AA R V AH S`. */
export type Pronunciations = { readonly [word: string]: string | readonly string[] }

/** Parts shorter than this make nonsense of names: "a" + "lexa". */
const SHORTEST_PART = 3

/** Reads lines of `LOG10 WORD PHONE … | PHONE …`. */
export function parseCommonWords(text: string): CommonWord[] {
  return [...text.matchAll(/^(\S+) (\S+) (.+)$/gm)].map(([, log10, word = '', phones = '']) => ({
    word,
    log10: Number(log10),
    pronunciations: phones.split(' | '),
  }))
}

/**
 * Looks up how English words are said: in `own`, in the dictionary, or as two words of it written as one ("soundcheck").
 *
 * @param dictionary lines of `WORD PHONE PHONE …`, other ways to say a word as `WORD(2)` and so on.
 * @returns a function that throws SoundcheckError `handler` for a word that it does not find.
 */
export function createPronouncer(
  dictionary: string,
  own: Pronunciations = {},
): (word: string) => readonly string[] {
  const ours = new Map(Object.entries(own).map(([word, phones]) => [word.toLowerCase(), [phones].flat()]))
  const lines = `\n${dictionary}\n`
  const lookUp = (word: string): readonly string[] => ours.get(word) ?? listed(lines, word)
  return (word) => {
    const found = lookUp(word)
    if (found.length > 0) return found
    for (let at = SHORTEST_PART; at <= word.length - SHORTEST_PART; at++) {
      const [start, end] = [lookUp(word.slice(0, at)), lookUp(word.slice(at))]
      if (start.length > 0 && end.length > 0) return [`${start[0]} ${end[0]}`]
    }
    throw new SoundcheckError(
      'handler',
      `How is the stop word "${word}" pronounced? It is in no dictionary`,
      {
        hint:
          'Only English words are understood, numbers in words. For others give createPocketSphinx their ' +
          'pronunciations, or use createHttpSpeechToText.',
      },
    )
  }
}

/** @param dictionary begins with a line break. */
function listed(dictionary: string, word: string): string[] {
  const found: string[] = []
  for (let key = `\n${word} `; ; key = `\n${word}(${found.length + 1}) `) {
    const at = dictionary.indexOf(key)
    if (at === -1) return found
    found.push(dictionary.slice(at + key.length, dictionary.indexOf('\n', at + 1)).trim())
  }
}
