// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowKinds } from '../../contract/journal'
import { rowFields } from '../../contract/row-fields'
import { factsText, msText } from './row-facts'

describe('factsText', () => {
  it('says how long a call took, waited and ended', () => {
    const call = (fields: object) => factsText({ kind: 'call', fields: { ...fields } })
    expect(call({ method: 'emit', ms: 31.2, waitMs: 4, outcome: 'ok' })).toBe('31.2 ms, waited 4.00 ms')
    expect(call({ ms: 5, outcome: 'error', share: 0.25 })).toBe('5.00 ms, failed · 25 % of its time')
  })

  it('names the place of a packet in its stream, and what is missing before it', () => {
    const fields = { seq: 1234, codec: 'opus', deltaMs: 20, lost: 2, marker: false, key: false }
    expect(factsText({ kind: 'rtp', fields })).toBe('seq 1234 · opus · +20.0 ms · 2 lost before it')
  })

  it('sums up a second of sound and of pictures', () => {
    const sound = { medium: 'audio', count: 50, ms: 1000, levelDb: -23.44, sampleRate: 48_000, dropped: 0 }
    expect(factsText({ kind: 'frame', fields: sound })).toBe('50 blocks · 1.00 s · 48 kHz · -23.4 dBFS')
    const pictures = { medium: 'video', count: 30, width: 640, height: 480, fps: 29.97, dropped: 2 }
    expect(factsText({ kind: 'frame', fields: pictures })).toBe(
      '30 pictures · 640×480 · 30.0 fps · 2 dropped',
    )
  })

  it('gives rates and sizes with their units', () => {
    const fields = { rttMs: 1.5, bitrateIn: 64_500, heapBytes: 12_300_000, cpuShare: 0.034 }
    expect(factsText({ kind: 'stat', fields })).toBe(
      'round trip 1.50 ms · sent 64.5 kbit/s · CPU 3.4 % · heap 12.30 MB',
    )
    expect([msText(0.421), msText(31.24), msText(1250)]).toEqual(['0.42 ms', '31.2 ms', '1.25 s'])
  })

  it('says something readable of any fields of any kind', () => {
    const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.string())
    const rows = fc.constantFrom(...rowKinds).chain((kind) => {
      const names = Object.keys(rowFields[kind])
      const fields = fc.dictionary(names.length > 0 ? fc.constantFrom(...names) : fc.string(), value)
      return fields.map((known) => ({ kind, fields: known }))
    })
    fc.assert(
      fc.property(rows, (row) => {
        expect(factsText(row)).not.toMatch(/undefined|NaN|\[object|^ · | · $/)
      }),
    )
  })
})
