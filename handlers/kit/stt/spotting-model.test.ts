import { describe, expect, it } from 'vitest'
import { createPronouncer, parseCommonWords } from './english-words'
import { createSpottingModel } from './spotting-model'

const common = parseCommonWords('-1.5 the DH AH | DH IY\n-2 stop S T AA P\n-3.25 go G OW\n')
const dictionary = 'check CH EH K\ngo G OW\nok OW K EY\nok(2) AO K EY\nsound S AW N D\nstop S T AA P\n'
const pronounce = createPronouncer(dictionary, { Zorblax: 'Z AO R B L AE K S' })

describe('a spotting model', () => {
  const model = createSpottingModel(common, ['Stop!', 'OK, go', 'ok go'], pronounce)

  it('has each phrase once, as one word that is spelled as the phrase', () => {
    expect([...model.spelling]).toEqual([
      ['phrase-0', 'stop'],
      ['phrase-1', 'ok go'],
    ])
    expect(model.dictionary).toBe(
      'the DH AH\nthe(2) DH IY\ngo G OW\nphrase-0 S T AA P\nphrase-1 OW K EY G OW\nphrase-1(2) AO K EY G OW\n',
    )
  })

  it('weighs phrases against the common words, without those that are phrases themselves', () => {
    expect(model.languageModel).toContain('ngram 1=6\n')
    expect(model.languageModel).toContain('\n-1.5 the\n-3.25 go\n')
    expect(model.languageModel).not.toContain(' stop')
  })

  it('keeps to a bounded number of pronunciations', () => {
    const { dictionary: lines } = createSpottingModel([], ['ok ok ok ok ok ok ok ok'], pronounce)
    expect(lines.split('\n').length - 1).toBe(8)
    expect(lines.startsWith('phrase-0 OW K EY OW K EY')).toBe(true)
  })
})

describe('the pronunciation of a word', () => {
  it('comes from the author, the dictionary, or its two halves', () => {
    expect(pronounce('zorblax')).toEqual(['Z AO R B L AE K S'])
    expect(pronounce('ok')).toEqual(['OW K EY', 'AO K EY'])
    expect(pronounce('check')).toEqual(['CH EH K'])
    expect(pronounce('soundcheck')).toEqual(['S AW N D CH EH K'])
  })

  it('is asked for where it is not known', () => {
    for (const word of ['xyzzy', '5', 'компьютер', 'top', 'okok'])
      expect(() => pronounce(word)).toThrow(`How is the stop word "${word}" pronounced?`)
  })
})
