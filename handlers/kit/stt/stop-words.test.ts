import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createStopWordMatcher } from './stop-words'

const matches = (words: readonly string[], text: string) => createStopWordMatcher(words)(text)

describe('a stop word', () => {
  it('is found as a whole word in any case, with punctuation after it', () => {
    for (const text of ['Computer.', 'computer', 'Hey, COMPUTER, do', 'the computer!', '"Computer?"'])
      expect(matches(['computer'], text)?.phrase).toBe('computer')
    for (const text of ['computers', 'minicomputer', 'comp uter', 'computer_1', 'computer2', ''])
      expect(matches(['computer'], text)).toBeNull()
  })

  it('of several words may have white space and punctuation between them', () => {
    for (const text of ['OK computer', 'ok \n\t computer', 'OK, computer', 'Ok... Computer!', 'ok-computer'])
      expect(matches(['ok computer'], text)?.phrase).toBe('ok computer')
    for (const text of ['okcomputer', 'ok my computer', 'computer ok'])
      expect(matches(['ok computer'], text)).toBeNull()
    expect(matches(['OK, computer!'], 'ok computer')?.phrase).toBe('OK, computer!')
  })

  it('is found in every script, however its accents and apostrophes are written', () => {
    expect(matches(['Äpfel'], 'drei äpfel bitte')).toEqual({ phrase: 'Äpfel', rest: 'bitte' })
    expect(matches(['äpfel'], 'a\u0308pfel')?.phrase).toBe('äpfel')
    expect(matches(['caf'], 'café')).toBeNull()
    expect(matches(['fé'], 'café')).toBeNull()
    expect(matches(['компьютер'], 'Эй, Компьютер, стоп')?.rest).toBe('стоп')
    expect(matches(['компьютер'], 'компьютеры')).toBeNull()
    expect(matches(["what's up"], 'What’s up, doc?')?.rest).toBe('doc?')
  })

  it('is taken literally', () => {
    expect(matches(['c++ now'], 'c++ now')?.phrase).toBe('c++ now')
    expect(matches(['c++ now'], 'ccc now')).toBeNull()
    expect(matches(['a.b'], 'axb')).toBeNull()
    expect(matches(['a.b'], 'a.b')?.phrase).toBe('a.b')
  })

  it('leaves what was said after it', () => {
    expect(matches(['hey computer'], 'Well, hey computer, what time is it?')?.rest).toBe('what time is it?')
    expect(matches(['computer'], 'computer. ')?.rest).toBe('')
    expect(matches(['computer'], 'computer - (quietly) stop')?.rest).toBe('(quietly) stop')
  })

  it('counts if it begins first, and of those if it is the longest', () => {
    expect(matches(['computer', 'hey computer'], 'hey computer')?.phrase).toBe('hey computer')
    expect(matches(['ok', 'ok computer'], 'ok, computer, go')).toEqual({ phrase: 'ok computer', rest: 'go' })
    expect(matches(['b', 'a'], 'a b')).toEqual({ phrase: 'a', rest: 'b' })
  })

  it('must have a word, and there must be one', () => {
    expect(() => createStopWordMatcher([])).toThrow('no stop words')
    for (const empty of ['', '  ', '?!'])
      expect(() => createStopWordMatcher(['ok', empty])).toThrow('no words')
  })
})

const word = fc.stringMatching(/^[a-zäéж]{1,8}$/u)
const phrase = fc.array(word, { minLength: 1, maxLength: 3 })
const gap = fc.constantFrom(' ', ', ', '. ', '!  ', '\n', ' ? ')

describe('any stop phrase', () => {
  it('is found in any text that it was put into, whatever is between its words', () => {
    fc.assert(
      fc.property(phrase, phrase, phrase, gap, (before, stop, after, between) => {
        const text = [...before, ...stop.map((each) => each.toUpperCase()), ...after].join(between)
        expect(createStopWordMatcher([stop.join(' ')])(text)).not.toBeNull()
      }),
    )
  })

  it('is found where the words of the text hold it in a row, and nowhere else', () => {
    const few = fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(few, few, gap, (stop, said, between) => {
        const isThere = ` ${said.join(' ')} `.includes(` ${stop.join(' ')} `)
        expect(createStopWordMatcher([stop.join(' ')])(said.join(between)) !== null).toBe(isThere)
      }),
    )
  })

  it('never fails on any text, and what is left over ends that text', () => {
    fc.assert(
      fc.property(fc.array(phrase, { minLength: 1, maxLength: 4 }), fc.string(), (stops, noise) => {
        const words = stops.map((each) => each.join(' '))
        const match = createStopWordMatcher(words)(`${noise} ${words[0]} the end`)
        expect(words).toContain(match?.phrase)
        expect(match?.rest.endsWith('the end')).toBe(true)
      }),
    )
  })
})
