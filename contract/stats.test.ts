import { describe, expect, it } from 'vitest'
import { clientStatFields, clientStatsText, isCountedStat, readClientStats, usedPair } from './stats'

const pair = (id: string, rtt: number, nominated = true) => ({
  ...{ id, type: 'candidate-pair', nominated, currentRoundTripTime: rtt },
})
const transport = { id: 'T', type: 'transport', selectedCandidatePairId: 'P2' }

describe('what a client tells of its end', () => {
  it('is read as it was written; what is none is nothing', () => {
    const stats = [pair('P1', 0.01), transport]
    expect(readClientStats(clientStatsText(stats))).toEqual(stats)
    for (const text of ['', '{}', '[]', '[{"id":"x"}]', '[{"id":"x","type":"y","z":{}}]'])
      expect(readClientStats(text)).toBeNull()
  })

  it('is refused when it is longer than a browser’s can be', () => {
    const long = {
      id: 'L',
      type: 'transport',
      ...Object.fromEntries([...Array(2000)].map((_, i) => [`some member ${i}`, 1])),
    }
    expect(() => clientStatsText([long, long])).toThrow(/is longer than 50000/)
  })

  it('is about the pair that is used, of several that could be', () => {
    expect(usedPair([pair('P1', 0.05), pair('P2', 0.01), transport])?.id).toBe('P2')
    expect(usedPair([pair('P1', 0.05, false), pair('P2', 0.01)])?.id).toBe('P2')
    expect(usedPair([])).toBeUndefined()
  })

  it('is found by its main figures', () => {
    const sound = {
      ...{ id: 'A', type: 'inbound-rtp', kind: 'audio', jitter: 0.0042 },
      ...{ packetsLost: 3, concealedSamples: 4800 },
    }
    const pictures = {
      id: 'V',
      type: 'inbound-rtp',
      kind: 'video',
      packetsLost: 4,
      framesPerSecond: 29,
      freezeCount: 1,
    }
    expect(clientStatFields([sound, pictures, pair('P2', 0.0125), transport])).toEqual({
      ...{ rttMs: 12.5, jitterMs: 4.2, lostOut: 7, fps: 29, madeUpMs: 100, freezes: 1 },
    })
    expect(clientStatFields([transport])).toEqual({})
  })
})

describe('a series', () => {
  it('is added up where it counts, and is the highest where it measures', () => {
    expect(isCountedStat('engine bytes audio in')).toBe(true)
    expect(isCountedStat('client jitterMs audio out')).toBe(false)
    expect(isCountedStat('client rttMs')).toBe(false)
  })
})
