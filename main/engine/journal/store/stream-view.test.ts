import { beforeEach, describe, expect, it } from 'vitest'
import type { RtpStreams } from '../../../../contract/rtp-streams'
import { type StoredRow, toLine } from '../journal-line'
import { createMemorySource } from './byte-source'
import { createSessionRows, type SessionRows } from './session-rows'

const MB = 1024 * 1024

function rtpRow(n: number, seq: number, fields: StoredRow['fields'] = {}): StoredRow {
  return {
    ...{ n, atUs: n * 1000, kind: 'rtp', direction: 'in', type: 'audio', sizeBytes: 100, text: '' },
    ...{ position: null, bytes: null },
    fields: { ssrc: 7, seq, medium: 'audio', codec: 'opus', pt: 111, deltaMs: 1, ...fields },
  }
}

const pliRow = (n: number): StoredRow => ({
  ...rtpRow(n, 0),
  ...{ kind: 'rtcp', direction: 'out', type: 'PLI', fields: { ssrc: 7, medium: 'audio' } },
})

describe('the RTP streams of a session', () => {
  let rows: SessionRows
  let nextN = 0

  function create(rowBytes = 8 * MB): void {
    nextN = 0
    rows = createSessionRows({
      limits: () => ({ rowBytes, dataBytes: MB, memoryBytes: MB }),
      kept: { rows: [], data: [] },
      begin: createMemorySource,
      onFailed: (thrown) => {
        throw thrown
      },
    })
  }

  function append(make: readonly ((n: number) => StoredRow)[]): void {
    const made = make.map((one, at) => one(nextN + at))
    const lines = new TextEncoder().encode(made.map(toLine).join(''))
    rows.append({ firstN: nextN, count: made.length, rows: lines, data: null })
    nextN += made.length
  }

  const packets = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => (n: number) => rtpRow(n, (from + i) & 0xffff))
  const all = () => rows.summaries.streams(() => true)

  beforeEach(() => create())

  it('are none in a session without packets', () => {
    append([(n) => ({ ...rtpRow(n, 0), kind: 'message', fields: {} })])
    expect(all()).toEqual({ streams: [], complete: true })
  })

  it('count each row once, however often they are asked for', () => {
    append([...packets(10, 3), pliRow])
    all()
    append(packets(14, 2))
    const { streams } = all()
    expect(streams).toMatchObject([{ packets: 5, bytes: 500, expected: 6, lost: 1, feedback: { plis: 1 } }])
    expect(all().streams).toEqual(streams)
  })

  it('are told in parts when there is little time', () => {
    append(packets(0, 5000))
    const answers: RtpStreams[] = []
    do {
      const looks = [true, true]
      answers.push(rows.summaries.streams(() => looks.pop() ?? false))
    } while (!answers.at(-1)?.complete)
    expect(answers.length).toBeGreaterThan(2)
    expect(answers.at(-1)?.streams).toMatchObject([{ packets: 5000, lost: 0 }])
  })

  it('stay those since the session began when the oldest rows make room', () => {
    create(9 * MB)
    const text = 'x'.repeat(10_000)
    for (let batch = 0; batch < 20; batch += 1) {
      append(packets(batch * 100, 100).map((make) => (n) => ({ ...make(n), text })))
      all()
    }
    expect(rows.dropped()).toBeGreaterThan(0)
    expect(all()).toMatchObject({ streams: [{ packets: 2000, expected: 2000, lost: 0 }], complete: true })
  })

  it('begin from nothing after the journal was cleared', () => {
    append(packets(0, 10))
    all()
    rows.clear()
    append(packets(10, 3))
    expect(all().streams).toMatchObject([{ packets: 3, expected: 3 }])
  })
})
