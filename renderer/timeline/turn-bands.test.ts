// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { JournalRow } from '../../contract/journal'
import { turnBands } from './turn-bands'

const row = (type: string, atMs: number, soundMs?: number): JournalRow => ({
  ...{ n: atMs, atUs: atMs * 1000, kind: 'turn', direction: null, type, sizeBytes: 0, summary: '' },
  ...{ truncated: false, position: null, hasBytes: false, fields: soundMs === undefined ? {} : { soundMs } },
})

describe('the bands of a conversation', () => {
  it('begin and end where the sound did, not where the handler knew', () => {
    const bands = turnBands([
      row('started_talking', 1200, 1000),
      row('pause_detected', 2500, 2000),
      row('response_starting', 2800),
      row('response_finished', 4000),
    ])
    expect(bands.map(({ kind, fromUs, toUs }) => [kind, fromUs / 1000, (toUs ?? 0) / 1000])).toEqual([
      ['you', 1000, 2000],
      ['waiting', 2000, 2800],
      ['reply', 2800, 4000],
    ])
  })

  it('overlap where the person interrupts, and end there', () => {
    const bands = turnBands([
      row('response_starting', 0),
      row('started_talking', 900, 700),
      row('interrupted', 950, 700),
    ])
    expect(bands).toEqual([
      { kind: 'reply', fromUs: 0, toUs: 950_000 },
      { kind: 'you', fromUs: 700_000, toUs: null },
    ])
  })

  it('leave out what ends without having begun: its beginning is no longer kept', () => {
    expect(turnBands([row('pause_detected', 500, 400)])).toEqual([
      { kind: 'waiting', fromUs: 400_000, toUs: null },
    ])
  })
})
