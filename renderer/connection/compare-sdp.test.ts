import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareSdp } from './compare-sdp'
import { exchangesOf } from './exchanges'
import { rawLines } from './raw-lines'
import { sampleAnswer, sampleOffer, signal } from './testing/connection-samples'

const sections = (answer: string | null = sampleAnswer) => compareSdp(sampleOffer, answer) ?? []
const linesOf = (title: string, answer?: string | null) =>
  sections(answer).find((one) => one.title === title)?.lines ?? []
const line = (title: string, label: string, answer?: string | null) =>
  linesOf(title, answer).find((one) => one.label === label)

describe('offer and answer side by side', () => {
  it('have a section for the connection and one for each medium', () => {
    expect(sections().map(({ title }) => title)).toEqual([
      'The connection',
      'Sound (mid 0)',
      'Pictures (mid 1)',
      'Messages (mid 2)',
    ])
  })

  it('tell the codec that is used, and why the others are not in the answer', () => {
    const codecs = linesOf('Sound (mid 0)').filter(({ label }) => label === 'Codec')
    expect(codecs.map(({ offer, answer, verdict }) => [offer, answer, verdict])).toEqual([
      [
        'opus (111) · 48 kHz, 2 channels · minptime=10;useinbandfec=1',
        'opus (111) · 48 kHz, 2 channels · minptime=10;useinbandfec=1',
        'chosen',
      ],
      ['PCMU (0) · 8 kHz', null, 'refused'],
    ])
    expect(codecs[1]?.reason).toBe('Over WebRTC Soundcheck takes sound as Opus alone')
  })

  it('make one line of the variants of a codec that was refused', () => {
    const rtx = linesOf('Pictures (mid 1)').find(
      ({ label, verdict }) => label === 'Codec' && verdict === 'refused',
    )
    expect(rtx).toMatchObject({ offer: 'rtx in 2 variants (97, 98)', answer: null })
  })

  it('tell who sends in each medium', () => {
    expect(line('Pictures (mid 1)', 'Direction')).toMatchObject({
      offer: 'sendonly: client only sends',
      answer: 'recvonly: Soundcheck only receives',
      verdict: 'same',
    })
    const less = sampleAnswer.replace('a=sendrecv', 'a=recvonly')
    expect(line('Sound (mid 0)', 'Direction', less)?.verdict).toBe('changed')
  })

  it('tell feedback and extensions by what they are for', () => {
    const extensions = linesOf('Sound (mid 0)').filter(({ label }) => label === 'Header extension')
    expect(extensions.map(({ offer, verdict }) => [offer, verdict])).toEqual([
      ['4: mid', 'same'],
      ['1: ssrc-audio-level', 'refused'],
    ])
    expect(line('Pictures (mid 1)', 'Feedback')?.meaning).toContain('key frame after a loss')
  })

  it('mask the passwords, in words and raw', () => {
    expect(line('The connection', 'ICE password')).toMatchObject({
      offer: '•••••• (24 characters)',
      answer: '•••••• (22 characters)',
    })
    const texts = [...rawLines(sampleOffer, sampleAnswer), ...rawLines(sampleAnswer, null)].map(
      ({ text }) => text,
    )
    expect(JSON.stringify([sections(), texts])).not.toContain('secret')
    expect(texts).toContain('a=ice-pwd:••••••')
  })

  it('say that there is no answer yet', () => {
    expect(line('Sound (mid 0)', 'Codec', null)).toMatchObject({
      answer: undefined,
      verdict: 'only',
      reason: null,
    })
    expect(linesOf('The connection', null).every(({ verdict }) => verdict === 'only')).toBe(true)
  })

  it('say which medium was refused', () => {
    const refused = sampleAnswer.replace('m=video 9', 'm=video 0')
    expect(sections(refused).map(({ title }) => title)).toContain('Pictures (mid 1): refused')
  })

  it('read what some clients say for the whole session', () => {
    const session = sampleOffer
      .replace(/a=(fingerprint|setup):.*\r\n/g, '')
      .replace('t=0 0\r\n', 't=0 0\r\na=setup:actpass\r\na=fingerprint:sha-256 01:02\r\n')
    const [connection] = compareSdp(session, sampleAnswer) ?? []
    expect(connection?.lines.find(({ label }) => label === 'Fingerprint')?.offer).toBe('sha-256 01:02')
  })

  it('mark what only one of them says', () => {
    const raw = rawLines(sampleOffer, sampleAnswer)
    expect(raw.find(({ text }) => text === 'a=rtpmap:0 PCMU/8000')?.isShared).toBe(false)
    expect(raw.find(({ text }) => text === 'a=rtpmap:111 opus/48000/2')?.isShared).toBe(true)
  })
})

describe('any text', () => {
  it('is compared without an error', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.shuffledSubarray(sampleOffer.split('\r\n')).map((lines) => lines.join('\r\n')),
    )
    fc.assert(
      fc.property(text, fc.option(text), (offer, answer) => {
        compareSdp(offer, answer)
        expect(rawLines(offer, answer)).toBeInstanceOf(Array)
      }),
    )
  })
})

describe('the offers of a session', () => {
  it('are each with the answer that followed it', () => {
    const rows = [
      signal(1, 'offer', 'o1'),
      signal(2, 'answer', 'a1'),
      signal(3, 'offer', 'o2'),
      signal(4, 'offer', 'o3'),
      signal(5, 'answer', 'a3'),
    ]
    expect(exchangesOf(rows).map(({ offer, answer }) => [offer, answer])).toEqual([
      ['o1', 'a1'],
      ['o2', null],
      ['o3', 'a3'],
    ])
  })
})
