import { describe, expect, it } from 'vitest'
import { sampleRow } from '../testing/samples'
import {
  bitrateText,
  durationText,
  lossText,
  msText,
  packetLabel,
  packetStatus,
  reportTone,
  streamName,
} from './packet-words'

const texts = (fields: Parameters<typeof packetStatus>[0]['fields']) =>
  packetStatus({ fields }).map(({ text }) => text)

describe('words about packets', () => {
  it('say all that is to be said of one, the worst first', () => {
    expect(texts({ seq: 1 })).toEqual(['ok'])
    expect(texts({ lost: 1204, key: true })).toEqual(['1,204 lost before it', 'key frame'])
    expect(texts({ late: true, rtx: true })).toEqual(['late', 'sent again'])
    expect(texts({ duplicate: true })).toEqual(['duplicate'])
  })

  it('tell requests of the receiver from its usual reports', () => {
    expect(['NACK', 'PLI', 'FIR', 'RR'].map((type) => reportTone({ type }))).toEqual([
      'danger',
      'warning',
      'warning',
      'fine',
    ])
  })

  it('name the stream, also one that was not agreed on', () => {
    expect(streamName({ fields: { medium: 'audio', codec: 'opus' } })).toBe('audio opus')
    expect(streamName({ fields: { pt: 99 } })).toBe('type 99')
    expect(streamName({ fields: {} })).toBe('')
  })

  it('write numbers with their units', () => {
    expect(lossText({ lost: 0, expected: 10 })).toBe('0')
    expect(lossText({ lost: 3, expected: 2000 })).toBe('3 (0.15 %)')
    expect(lossText({ lost: 50, expected: 200 })).toBe('50 (25.0 %)')
    expect([bitrateText(null), bitrateText(40_800), bitrateText(2_500_000)]).toEqual([
      '–',
      '40.8 kbit/s',
      '2.50 Mbit/s',
    ])
    expect([durationText(1_500_000), durationText(125_000_000)]).toEqual(['1.5 s', '2 min 5 s'])
    expect([msText(1.24), msText(undefined)]).toEqual(['1.2', '–'])
  })

  it('tell a packet to those who hear it', () => {
    const packet = sampleRow(0, { kind: 'rtp', fields: { seq: 7, medium: 'audio', codec: 'opus', lost: 2 } })
    expect(packetLabel(packet)).toBe('Packet 7, audio opus from the client: 2 lost before it')
    const report = sampleRow(0, {
      kind: 'rtcp',
      type: 'PLI',
      direction: 'out',
      summary: 'asks for a key frame',
    })
    expect(packetLabel(report)).toBe('PLI to the client: asks for a key frame')
  })
})
