import { describe, expect, it } from 'vitest'
import { sampleSession } from '../testing/samples'
import { candidates, chosenPair, possiblePairs, wayOf } from './addresses'
import { agreedFacts } from './agreed-facts'
import { headlineOf } from './headline'
import { ladderSteps } from './ladder'
import { legTimes } from './legs'
import { cipherWord } from './security'
import { noMedia } from './signal-row'
import { sampleSignals, signal, signalsUntil } from './testing/connection-samples'

const session = sampleSession('s1')
const titleAt = (ms: number) => headlineOf(signalsUntil(ms), { ...session, status: 'connecting' }).title

describe('the headline', () => {
  it('says which way a connection goes, and how it is encrypted', () => {
    expect(headlineOf(sampleSignals, session)).toEqual({
      tone: 'good',
      title: 'Connected within this computer (loopback)',
      text: 'UDP, 127.0.0.1:34998 to 127.0.0.1:52932, encrypted with AES-GCM.',
    })
  })

  it('says which step is being waited for', () => {
    expect([1, 10, 100, 200, 300].map(titleAt)).toEqual([
      'Waiting for an offer',
      'Answering the offer',
      'Looking for a way to the client',
      'Agreeing on keys',
      'Almost there',
    ])
  })

  it('says when and why it ended', () => {
    const rows = [
      ...sampleSignals,
      signal(14_500, 'session', 'closed: the client hung up', { state: 'closed' }),
    ]
    expect(headlineOf(rows, null)).toMatchObject({
      tone: 'over',
      title: 'Ended after 14.5 s: the client hung up',
    })
    const failed = [signal(20_000, 'session', 'failed: no way was found', { state: 'failed' })]
    expect(headlineOf(failed, null)).toMatchObject({
      tone: 'bad',
      title: 'Failed after 20.0 s: no way was found',
    })
  })

  it('knows of a failure also from the session alone', () => {
    const dead = sampleSession('s1', { status: 'failed', reason: 'the engine ended' })
    expect(headlineOf([], dead)).toEqual({ tone: 'bad', title: 'Failed', text: 'the engine ended' })
  })

  it('says when a connection is interrupted', () => {
    const rows = [...sampleSignals, signal(9000, 'ice', 'disconnected', { state: 'disconnected' })]
    expect(headlineOf(rows, session)).toMatchObject({ tone: 'bad', title: 'Interrupted' })
  })

  it('says what a session without WebRTC has instead', () => {
    const client = { door: 'telephone', webrtcId: 'x', address: null } as const
    expect(headlineOf([], sampleSession('s1', { client }))).toMatchObject({
      title: 'Connected without WebRTC',
      text: expect.stringContaining('mu-law'),
    })
  })
})

describe('addresses', () => {
  it('are those of both sides, best first, with the two that are used', () => {
    const all = candidates(sampleSignals)
    expect(all.map(({ side, address, isChosen, isActive }) => [side, address, isChosen, isActive])).toEqual([
      ['remote', '[::1]:42984', false, false],
      ['remote', '127.0.0.1:52932', true, false],
      ['local', '127.0.0.1:34998', true, false],
      ['local', '192.0.2.2:45765', false, false],
      ['remote', '127.0.0.1:9', false, true],
    ])
  })

  it('are in pairs of one family and protocol', () => {
    expect(possiblePairs(candidates(sampleSignals))).toBe(2)
  })

  it('have also the one that nobody had named', () => {
    const pair = signal(
      200,
      'pair',
      'we at 192.0.2.2:45765 (host), the client at 198.51.100.7:5000 (prflx), over udp',
      {
        ...{ protocol: 'udp', address: '198.51.100.7:5000', candidate: 'prflx' },
      },
    )
    const all = candidates([...sampleSignals, pair])
    expect(all.find(({ address }) => address === '198.51.100.7:5000')).toMatchObject({
      type: 'prflx',
      isChosen: true,
    })
    expect(all.filter(({ isChosen }) => isChosen)).toHaveLength(2)
  })

  it('tell where the packets go', () => {
    const way = (ours: string, theirs: string, type = 'host') =>
      wayOf(
        {
          ...{ atUs: 0, text: '', protocol: 'udp' },
          ours: { address: ours, type: 'host' },
          theirs: { address: theirs, type },
        },
        sampleSignals,
      )
    expect(way('192.0.2.2:1', '192.0.2.2:2')).toBe('within this computer (loopback)')
    expect(way('[::1]:1', '[::1]:2')).toBe('within this computer (loopback)')
    expect(way('127.0.0.1:1', '203.0.113.9:2')).toBe('within this computer (loopback)')
    expect(way('192.168.1.2:1', '192.0.2.2:2')).toBe('within this computer (loopback)')
    expect(way('192.168.1.2:1', '192.168.1.9:2')).toBe('over the local network')
    expect(way('192.168.1.2:1', '[fd00::9]:2')).toBe('over the local network')
    expect(way('192.168.1.2:1', '8.8.4.4:2')).toBe('over the internet')
    expect(way('192.168.1.2:1', '192.168.1.9:2', 'relay')).toBe('through a relay')
  })

  it('are kept as they were told when they are told in other words', () => {
    const pair = chosenPair([signal(1, 'pair', 'something else', { address: '127.0.0.1:5' })])
    expect(pair).toMatchObject({ ours: null, theirs: { address: '127.0.0.1:5' }, text: 'something else' })
  })
})

describe('what was agreed on', () => {
  const factOf = (title: string, name: string) =>
    agreedFacts(sampleSignals)
      .find((group) => group.title === title)
      ?.facts.find((fact) => fact.name === name)?.value

  it('is told of way, media, messages and encryption', () => {
    expect(factOf('The way', 'Client')).toBe('127.0.0.1:52932 · its own address')
    expect(factOf('Media', 'Sound')).toBe('both ways, opus (payload type 111); sent as opus')
    expect(factOf('Messages', 'Channel')).toBe('"text" open')
    expect(factOf('Messages', 'Largest message')).toBe('262,144 bytes')
    expect(factOf('Encryption', 'Who began')).toBe('Soundcheck')
    expect(factOf('Encryption', 'Cipher of the media')).toBe(
      'AES with 128 bits in Galois/counter mode · AEAD_AES_128_GCM',
    )
    expect(factOf('Encryption', 'The client’s certificate')).toContain('AA:AA')
  })

  it('is nothing before it was agreed on', () => {
    expect(agreedFacts([]).every(({ facts }) => facts.length === 0)).toBe(true)
    expect(cipherWord([])).toBeNull()
  })

  it('keeps what it does not know as it was told', () => {
    const rows = [signal(1, 'dtls', 'connected\nmedia keys: NEW_CIPHER\nmood: fine', { state: 'connected' })]
    expect(cipherWord(rows)).toBe('NEW_CIPHER')
    expect(agreedFacts(rows)[3]?.facts).toContainEqual({ name: 'mood', value: 'fine', meaning: '' })
  })
})

describe('the ladder', () => {
  const media = { packetIn: 400_000, packetOut: 295_000, received: 410_000, emitted: 430_000 }

  it('has all steps in the order of time, with the time since the step before', () => {
    const steps = ladderSteps(sampleSignals, media)
    expect(steps.map(({ atUs, way, label }) => [atUs / 1000, way, label])).toEqual([
      [2, 'in', 'Offer'],
      [40, 'here', 'Collecting addresses'],
      [43, 'out', '2 addresses of Soundcheck'],
      [45, 'here', 'Addresses collected'],
      [46, 'both', 'ICE: trying addresses'],
      [50, 'out', 'Answer'],
      [60, 'in', '3 addresses of the client'],
      [180, 'both', 'ICE: connected'],
      [182, 'both', 'DTLS: handshake'],
      [290, 'both', 'DTLS: secured'],
      [291, 'both', 'SCTP: connecting'],
      [295, 'out', 'First media packet to the client'],
      [350, 'both', 'SCTP: connected'],
      [351, 'here', 'Session live'],
      [360, 'both', 'Data channel open'],
      [400, 'in', 'First media packet of the client'],
      [410, 'here', 'First frame to the handler'],
      [430, 'here', 'First answer of the handler'],
    ])
    expect(steps[0]?.sinceMs).toBeNull()
    expect(steps[7]?.sinceMs).toBe(120)
    expect(steps.every(({ slow }) => slow === null)).toBe(true)
  })

  it('tells how long each part of the way took', () => {
    expect(legTimes(sampleSignals, media).map(({ label, ms }) => [label, ms])).toEqual([
      ['Answering the offer', 48],
      ['Finding a way', 130],
      ['Agreeing on keys', 110],
      ['Opening the data channel', 70],
      ['Until the client’s first packet', 110],
      ['To the handler', 10],
      ['Until its first answer', 20],
    ])
  })

  it('marks what was slow, and says why that may be', () => {
    const late = { ...media, received: 1_400_000, emitted: 1_410_000 }
    const steps = ladderSteps(sampleSignals, late)
    expect(steps.find(({ id }) => id === 'received')?.slow).toContain('startUp')
    expect(legTimes(sampleSignals, late).filter(({ slow }) => slow !== null)).toHaveLength(1)
  })

  it('is empty for a session of which nothing is known', () => {
    expect(ladderSteps([], noMedia)).toEqual([])
    expect(legTimes([], noMedia)).toEqual([])
  })
})
