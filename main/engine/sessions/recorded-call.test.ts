import { afterEach, describe, expect, it } from 'vitest'
import { readPaths, totalMs } from '../../../contract/frame-path'
import type { JournalRow, RowKind } from '../../../contract/journal'
import { rowFields } from '../../../contract/row-fields'
import { WAVE_STEP_MS, waveSteps } from '../../../contract/wave'
import { readRtpHeader } from '../media/rtp-header'
import { type Caller, until } from '../testing/bench-driver'
import { type SessionBench, type SessionBenchOptions, startSessionBench } from './testing/session-bench'

const echo = `
import { AsyncQueue, AsyncStreamHandler } from 'soundcheck'
export default class Echo extends AsyncStreamHandler {
  heard = new AsyncQueue()
  async receive(frame) { this.heard.put(frame) }
  async emit() { return this.heard.get() }
  async onMessage() { throw new Error('no words') }
}`

/** One thread starts others, on a machine that may be busy. */
const LONG = 60_000

interface Recorded {
  readonly sessionId: string
  readonly rows: (kind: RowKind, more?: (row: JournalRow) => boolean) => JournalRow[]
  /** Packets that the client had when it was over. */
  readonly sentTo: number
}

describe('what is recorded of a call', () => {
  let bench: SessionBench
  let caller: Caller

  afterEach(async () => {
    await caller.hangUp()
    await bench.stop()
  })

  async function call(options: SessionBenchOptions = {}) {
    bench = await startSessionBench(options)
    caller = await bench.call(await bench.version(1, echo))
    const { sessionId } = caller
    const rows = (kind: RowKind, more: (row: JournalRow) => boolean = () => true) =>
      bench.journals.rows(sessionId).filter((row) => row.kind === kind && more(row))
    return { sessionId, rows, session: bench.sessions.get(sessionId) }
  }

  function expectPackets({ sessionId, rows, sentTo }: Recorded): void {
    const packetsIn = rows('rtp', ({ direction }) => direction === 'in')
    const packetsOut = rows('rtp', ({ direction }) => direction === 'out')
    expect(packetsIn.length).toBeGreaterThan(60)
    expect(packetsOut.length).toBeGreaterThanOrEqual(sentTo)
    for (const [row] of [packetsIn, packetsOut]) {
      const bytes = row && bench.journals.bytes(sessionId, row.n)
      expect(row).toMatchObject({ type: 'audio', hasBytes: true, sizeBytes: bytes?.length })
      expect(bytes && readRtpHeader(bytes)).toMatchObject({
        sequence: row?.fields.seq,
        timestamp: row?.fields.ts,
        ssrc: row?.fields.ssrc,
      })
    }
    const sequences = packetsOut.map(({ fields }) => Number(fields.seq))
    expect(sequences).toEqual(sequences.map((_, n) => ((sequences[0] ?? 0) + n) & 0xffff))
    expect(new Set(rows('rtcp').map(({ direction, type }) => `${direction} ${type}`))).toEqual(
      new Set(['in SR', 'in RR', 'out SR', 'out RR', ...sdesOf(rows('rtcp'))]),
    )
  }

  function expectCalls({ rows }: Recorded): void {
    const received = rows('call', ({ type }) => type === 'receive')
    expect(received.length).toBeGreaterThan(50)
    for (const { fields } of received)
      expect(fields).toMatchObject({ outcome: 'ok', version: 1, waitMs: expect.any(Number) })
    expect(rows('call', ({ type }) => type === 'onMessage')).toMatchObject([{ fields: { outcome: 'error' } }])
    expect(rows('call', ({ type }) => type === 'reset')).toHaveLength(1)

    const heard = rows('frame', ({ direction }) => direction === 'in')
    expect(heard[0]?.fields).toMatchObject({ medium: 'audio', sampleRate: 48_000 })
    expect(heard.reduce((sum, { fields }) => sum + Number(fields.count), 0)).toBeGreaterThanOrEqual(
      received.length,
    )
    expect(Math.max(...heard.map(({ fields }) => Number(fields.levelDb)))).toBeGreaterThan(-30)
    // A second in which the machine was too busy for anything to pass has no traffic.
    const [stat] = rows('stat', ({ fields }) => 'packetsIn' in fields && 'heapBytes' in fields)
    expect(stat?.fields).toMatchObject({
      packetsIn: expect.any(Number),
      bitrateOut: expect.any(Number),
      engineDelayMs: expect.any(Number),
      heapBytes: expect.any(Number),
      engineShare: expect.any(Number),
    })
  }

  function expectSound({ sessionId, rows }: Recorded): void {
    for (const direction of ['in', 'out']) {
      const sound = rows('sound', (row) => row.direction === direction)
      const lengths = sound.map(({ fields }) => Number(fields.ms))
      expect(lengths.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(1000)
      expect(Math.max(...sound.map(({ fields }) => Number(fields.levelDb)))).toBeGreaterThan(-30)
      for (const [at, { n, sizeBytes }] of sound.entries()) {
        const bytes = bench.journals.bytes(sessionId, n)
        expect(waveSteps(bytes)).toBe((lengths[at] ?? 0) / WAVE_STEP_MS)
        expect(bytes).toHaveLength(sizeBytes)
      }
    }
  }

  /** What is told of a frame is true of its packets. */
  function expectPaths({ sessionId, rows }: Recorded): void {
    const packet = (direction: 'in' | 'out', ts: number | null) =>
      rows('rtp', (row) => row.direction === direction && row.fields.ts === ts)[0]
    const paths = rows('path').flatMap(({ n }) => readPaths(bench.journals.bytes(sessionId, n)))
    expect(paths.length).toBeGreaterThan(40)
    const off = paths.map((path) => {
      const [came, went] = [packet('in', path.inTs), packet('out', path.outTs)]
      const [cameMs, wentMs] = [came?.atUs, went?.atUs].map((us) => (us ?? Number.NaN) / 1000) as [
        number,
        number,
      ]
      return Math.max(Math.abs(totalMs(path) - (wentMs - cameMs)), Math.abs(path.sentMs - wentMs))
    })
    // A packet is written down right before it is sent, and right after it came: the thread may stop there, but not often.
    expect(off.sort((a, b) => a - b)[off.length >> 1]).toBeLessThan(2)
  }

  function expectMessages({ sessionId, rows }: Recorded): void {
    const [binary] = rows('message', ({ type }) => type === 'binary')
    expect(binary).toMatchObject({ direction: 'in', fields: { binary: true }, sizeBytes: 3 })
    expect([...bench.journals.bytes(sessionId, binary?.n ?? -1)]).toEqual([0xff, 0xfe, 1])
    const phases = new Set(rows('signal').map(({ type }) => type))
    for (const phase of [
      'session',
      'offer',
      'answer',
      'candidate',
      'gathering',
      'ice',
      'pair',
      'dtls',
      'sctp',
    ])
      expect(phases).toContain(phase)
    const channel = rows('signal', ({ type }) => type === 'channel')
    expect(channel.map(({ fields }) => fields.state)).toEqual(['open', 'closed'])
    expect(bench.journals.rows(sessionId).at(-1)?.summary).toBe('closed: it was enough')
    for (const { kind, fields } of bench.journals.rows(sessionId))
      for (const name of Object.keys(fields)) expect(rowFields[kind]).toHaveProperty(name)
  }

  const places = [
    ['in the engine thread', {}],
    ['in a session thread', { door: 'webrtc', threads: {} }],
  ] as const
  it.each(places)(
    'is all that passed, %s',
    async (_place, options) => {
      const { sessionId, rows, session } = await call(options)
      caller.sing(440)
      caller.client.channel.send(Buffer.from([0xff, 0xfe, 1]))
      caller.client.channel.send('"speak"')
      await until(() => caller.client.received.audio.length > 60, 'the echo', 20_000)
      // What goes out begins before anything comes in.
      const cameIn = () => rows('rtp', ({ direction }) => direction === 'in').length
      await until(() => cameIn() > 60, 'packets from the client', 20_000)
      await until(() => rows('stat', ({ fields }) => 'rttMs' in fields).length > 0, 'a round trip', 20_000)
      const reports = ['in SR', 'in RR', 'out SR', 'out RR']
      const told = () => new Set(rows('rtcp').map(({ direction, type }) => `${direction} ${type}`))
      await until(() => reports.every((report) => told().has(report)), 'reports both ways', 20_000)
      caller.hush()
      const sentTo = caller.client.received.audio.length
      await session.close('it was enough')

      const recorded = { sessionId, rows, sentTo }
      expectPackets(recorded)
      expectCalls(recorded)
      expectSound(recorded)
      expectPaths(recorded)
      expectMessages(recorded)
    },
    LONG,
  )

  /** Some clients name themselves. */
  function sdesOf(rows: readonly JournalRow[]): string[] {
    return rows.filter(({ type }) => type === 'SDES').map(({ direction }) => `${direction} SDES`)
  }

  it(
    'keeps the beginning of a message that is too large',
    async () => {
      const { sessionId, rows } = await call()
      caller.client.channel.sctp.setRemoteMaxMessageSize(0)
      caller.client.channel.send(Buffer.alloc(300_000, 0x61))
      await until(() => rows('message', ({ direction }) => direction === 'in').length > 0, 'the row')
      const [row] = rows('message', ({ direction }) => direction === 'in')
      expect(row).toMatchObject({
        type: 'binary',
        summary: 'the first 65536 of 300000 bytes',
        sizeBytes: 65_536,
      })
      expect(bench.journals.bytes(sessionId, row?.n ?? -1)).toHaveLength(65_536)
      expect(rows('error')[0]?.summary).toContain('over the limit')
    },
    LONG,
  )
})
