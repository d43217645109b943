import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SourcePosition, WireError } from '../../../contract/errors'
import type { HandlerMethod, HostCounters, HostReport } from '../../../contract/host'
import type { HostKind } from '../../../contract/host-link'
import { standardLimits } from '../../../contract/limits'
import { createHostWatch } from './host-watch'

const MB = 1024 * 1024
const loop: SourcePosition = { file: '/handlers/echo.ts', line: 7, column: 5 }

/** A host whose pulse, memory and place the test decides. */
function watched(kind: HostKind = 'thread') {
  const host = {
    beating: true,
    pulse: 1,
    bytes: 300 * MB,
    method: 'receive' as HandlerMethod | null,
    at: [] as (SourcePosition | null)[],
  }
  const reports: HostReport[] = []
  const lost: WireError[] = []
  const causes: string[] = []
  const watch = createHostWatch({
    limits: standardLimits,
    host: {
      kind,
      beats: () => {
        if (host.beating) host.pulse += 1
        return host.pulse
      },
      calling: () => host.method,
      processBytes: () => host.bytes,
      locate: () => Promise.resolve(host.at.shift() ?? null),
    },
    on: {
      report: (report) => reports.push(report),
      lost: (error, cause) => {
        lost.push(error)
        causes.push(cause)
      },
    },
  })
  const all = <T extends HostReport['type']>(type: T) =>
    reports.filter((report): report is Extract<HostReport, { type: T }> => report.type === type)
  return { host, reports, all, lost, causes, watch }
}

/** One whose heart stops after a second. */
async function blocked(kind?: HostKind) {
  const found = watched(kind)
  await vi.advanceTimersByTimeAsync(1000)
  found.host.beating = false
  return found
}

const counters = (heapMb: number, externalMb: number) =>
  ({ heapBytes: heapMb * MB, externalBytes: externalMb * MB }) as HostCounters

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the watch over a host', () => {
  it('says nothing of one whose heart beats, whatever others do to the memory', () => {
    const { host, reports, lost } = watched()
    for (let n = 0; n < 100; n += 1) {
      host.bytes += 100 * MB
      vi.advanceTimersByTime(250)
    }
    expect([...reports, ...lost]).toEqual([])
  })

  it('does not blame a host for the time before its first beat', () => {
    const { host, lost, reports } = watched()
    host.beating = false
    host.pulse = 0
    vi.advanceTimersByTime(60_000)
    expect([...reports, ...lost]).toEqual([])
  })

  it('tells after 1 s and every further second which method blocks, for how long, and when it is ended', async () => {
    const { host, all } = await blocked()
    await vi.advanceTimersByTimeAsync(1999)
    host.method = 'emit'
    await vi.advanceTimersByTimeAsync(1001)
    expect(all('blocked')).toEqual([
      { type: 'blocked', method: 'receive', forMs: 1000, limitMs: 10_000 },
      { type: 'blocked', method: 'emit', forMs: 2000, limitMs: 10_000 },
      { type: 'blocked', method: 'emit', forMs: 3000, limitMs: 10_000 },
    ])
  })

  it('ends it at the limit, once, with the method, the time, the place, and what to do', async () => {
    const { host, lost, causes } = await blocked()
    host.at = [loop]
    await vi.advanceTimersByTimeAsync(9750)
    expect(lost).toEqual([])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(lost).toEqual([
      {
        code: 'timeout',
        message: 'receive() did not give its thread back within 10 s, so it was ended.',
        hint: expect.stringContaining('endless loop'),
        position: loop,
      },
    ])
    expect(causes).toEqual(['hung'])
  })

  it('tells where it is once that is known, and looks three times at most', async () => {
    const { host, all } = await blocked()
    host.at = [null, loop]
    await vi.advanceTimersByTimeAsync(5000)
    expect(all('blocked-at')).toEqual([{ type: 'blocked-at', position: loop }])
    const other = await blocked()
    other.host.at = [null, null, null, loop]
    await vi.advanceTimersByTimeAsync(8000)
    expect(other.all('blocked-at')).toEqual([])
  })

  it('says when a call that it told of has come to an end, and forgets what was missed', async () => {
    const { host, all, lost } = await blocked()
    for (let n = 0; n < 20; n += 1) {
      host.beating = false
      await vi.advanceTimersByTimeAsync(n % 2 === 0 ? 1500 : 750)
      host.beating = true
      await vi.advanceTimersByTimeAsync(250)
    }
    expect(all('blocked')).toHaveLength(10)
    expect(all('unblocked')).toHaveLength(10)
    expect(lost).toEqual([])
  })

  it('does not tell of a place that the code has left meanwhile', async () => {
    const { host, all } = await blocked()
    host.at = [loop]
    vi.advanceTimersByTime(1000)
    host.beating = true
    vi.advanceTimersByTime(250)
    await vi.advanceTimersByTimeAsync(0)
    expect(all('blocked-at')).toEqual([])
  })

  it('lets a call go on for another limit, and tells so at once', async () => {
    const { watch, all, lost } = await blocked()
    await vi.advanceTimersByTimeAsync(6000)
    watch.extend()
    expect(all('blocked').at(-1)).toMatchObject({ forMs: 6000, limitMs: 16_000 })
    await vi.advanceTimersByTimeAsync(9750)
    expect(lost).toEqual([])
    await vi.advanceTimersByTimeAsync(250)
    expect(lost).toMatchObject([{ message: expect.stringContaining('within 16 s') }])
  })

  it('goes by limits that are changed while it runs', async () => {
    const { watch, lost } = await blocked()
    watch.setLimits({ hangLimitInS: 3, heapLimitMb: 100 })
    await vi.advanceTimersByTimeAsync(3000)
    expect(lost).toHaveLength(1)
    const other = watched()
    other.watch.setLimits({ hangLimitInS: 3, heapLimitMb: 100 })
    other.watch.note(counters(101, 0))
    expect(other.lost).toHaveLength(1)
  })

  it('gives up at once a blocked host while the memory of the process grows', async () => {
    const { host, lost, causes } = await blocked()
    await vi.advanceTimersByTimeAsync(250)
    host.bytes += 513 * MB
    await vi.advanceTimersByTimeAsync(250)
    expect(lost).toMatchObject([{ code: 'limit', message: expect.stringContaining('in one call') }])
    expect(causes).toEqual(['memory'])
  })

  it('gives up a host that reports too much heap or too many buffers', () => {
    const heap = watched()
    heap.watch.note(counters(511, 2047))
    expect(heap.lost).toEqual([])
    heap.watch.note(counters(513, 0))
    const buffers = watched()
    buffers.watch.note(counters(10, 2049))
    expect([...heap.lost, ...buffers.lost].map(({ message }) => message)).toEqual([
      'The handler used more than 512 MB of memory, so its thread was ended.',
      'The handler used more than 2048 MB of buffers, so its thread was ended.',
    ])
  })

  it('gives up a process whose memory is too much in all, though its heart beats', () => {
    const { host, lost } = watched('process')
    host.bytes = 2048 * MB
    vi.advanceTimersByTime(250)
    expect(lost).toEqual([])
    host.bytes += 1
    vi.advanceTimersByTime(250)
    expect(lost).toMatchObject([{ code: 'limit', message: expect.stringContaining('its process was ended') }])
  })

  it('says nothing more once it is closed', async () => {
    const { watch, reports, lost } = await blocked()
    watch.close()
    watch.note(counters(9999, 0))
    await vi.advanceTimersByTimeAsync(60_000)
    watch.extend()
    expect([...reports, ...lost]).toEqual([])
  })
})
