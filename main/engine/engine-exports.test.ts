import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ExportFormat, type ExportSelection, wholeSession } from '../../contract/exports'
import { standardJournalLimits } from '../../contract/preferences'
import { isInstalled, outputOf } from './exports/testing/programs'
import { type Bench, startBench, until } from './testing/bench-driver'

const hasTshark = isInstalled('tshark')
if (!hasTshark) console.warn('tshark is not installed: what Wireshark says of a call is not tested here')
const LONG = 60_000

describe('what the engine takes out of a session', () => {
  let bench: Bench

  beforeEach(async () => {
    bench = await startBench()
  })
  afterEach(() => bench.stop())

  async function call() {
    await bench.whenReady('echo.ts')
    let sent = 0
    const isLost = (): boolean => {
      sent += 1
      return sent % 17 === 5
    }
    const caller = await bench.call('echo.ts', {
      loses: ({ header }) => header.payloadType !== 0 && isLost(),
    })
    caller.sing(440, 0.3)
    await until(() => caller.client.received.audio.length > 100, 'the echo')
    return caller
  }

  const save = (sessionId: string, format: ExportFormat, change: Partial<ExportSelection> = {}) =>
    bench.engine.request('export.start', {
      ...{ exportId: format, sessionId, format, path: path.join(bench.folder, '..', `out.${format}`) },
      ...{ selection: { ...wholeSession, ...change }, redactions: { rules: [], fields: [] } },
    })

  it('is there while it is live, opens again and is listed', { timeout: LONG }, async () => {
    const caller = await call()
    const { path: file } = await save(caller.sessionId, 'bundle')
    await caller.hangUp()
    const { sessionId, rows } = await bench.engine.request('journal.import', { exportId: 'i', path: file })
    await until(() => bench.session(sessionId) !== undefined, 'it is listed')
    expect(bench.session(sessionId)).toMatchObject({
      ...{ handlerId: 'echo.ts', status: 'closed', reason: 'opened from out.bundle' },
      client: { door: 'file' },
    })
    expect(await bench.rows(sessionId)).toHaveLength(rows)
    const packet = (await bench.rows(sessionId, ['rtp']))[0]
    const { bytes } = await bench.engine.request('journal.bytes', { sessionId, n: packet?.n ?? -1 })
    expect(bytes.length).toBe(packet?.sizeBytes)
  })

  it('is listed no longer once it made room for others', { timeout: LONG }, async () => {
    const caller = await call()
    const { path: file } = await save(caller.sessionId, 'jsonl')
    const imported = await bench.engine.request('journal.import', { exportId: 'i', path: file })
    await until(() => bench.session(imported.sessionId) !== undefined, 'it is listed')
    expect(await bench.engine.request('journal.usage', {})).toMatchObject({ sessions: 2 })
    await bench.engine.request('session.close', { sessionId: caller.sessionId })
    await caller.hangUp()
    await until(() => bench.session(caller.sessionId)?.closedAt !== null, 'the end of the call')
    await bench.engine.request('journal.setLimits', { ...standardJournalLimits, sessions: 1 })
    const gone = () => [caller.sessionId, imported.sessionId].filter((id) => bench.session(id) === undefined)
    await until(() => gone().length === 1, 'one of them is gone')
    expect(await bench.engine.request('journal.usage', {})).toMatchObject({ sessions: 1 })
  })

  it.runIf(hasTshark)(
    'is dissected by Wireshark, with the losses of the call',
    { timeout: LONG },
    async () => {
      const caller = await call()
      await bench.engine.request('session.close', { sessionId: caller.sessionId })
      await caller.hangUp()
      const { path: file } = await save(caller.sessionId, 'pcapng')
      const { streams } = await bench.engine.request('journal.streams', { sessionId: caller.sessionId })
      const listed = await outputOf('tshark', ['-q', '-n', '-r', file, '-z', 'rtp,streams'])
      const found = [...listed.matchAll(/0x(\w{8})\s+\S+\s+(\d+)\s+(-?\d+) \(/g)].map(
        ([, ssrc, packets, lost]) => ({
          ssrc: Number.parseInt(ssrc ?? '', 16),
          packets: Number(packets),
          lost: Number(lost),
        }),
      )
      expect(found).toHaveLength(streams.length)
      for (const { ssrc, packets, lost } of streams) expect(found).toContainEqual({ ssrc, packets, lost })
      expect(streams.find(({ direction }) => direction === 'in')?.lost).toBeGreaterThan(3)
      const malformed = await outputOf('tshark', ['-n', '-r', file, '-Y', '_ws.malformed'])
      expect(malformed).toBe('')
    },
  )
})
