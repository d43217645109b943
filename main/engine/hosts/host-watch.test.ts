import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WireError } from '../../../contract/errors'
import type { HandlerMethod, HostCounters } from '../../../contract/host'
import { createHostWatch } from './host-watch'

const MB = 1024 * 1024

/** A host whose pulse and memory the test decides. */
function watched() {
  const host = { beating: true, pulse: 1, bytes: 300 * MB, method: 'receive' as HandlerMethod | null }
  const told: WireError[] = []
  const lost: WireError[] = []
  const watch = createHostWatch({
    heapLimitMb: 512,
    host: {
      beats: () => {
        if (host.beating) host.pulse += 1
        return host.pulse
      },
      calling: () => host.method,
      processBytes: () => host.bytes,
    },
    on: { blocked: (_method, error) => told.push(error), lost: (error) => lost.push(error) },
  })
  return { host, told, lost, watch }
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
    const { host, told, lost } = watched()
    for (let n = 0; n < 100; n += 1) {
      host.bytes += 100 * MB
      vi.advanceTimersByTime(250)
    }
    expect([...told, ...lost]).toEqual([])
  })

  it('tells after 2 s which method blocks, once, and gives the host up after 10 s, once', () => {
    const { host, told, lost } = watched()
    vi.advanceTimersByTime(1000)
    host.beating = false
    vi.advanceTimersByTime(9750)
    expect(told.map((error) => error.message)).toEqual([
      'receive() has blocked its thread for 2 s: nothing gets in or out.',
    ])
    expect(lost).toEqual([])
    vi.advanceTimersByTime(60_000)
    expect(lost.map((error) => error.message)).toEqual([
      'receive() did not return within 10 s, so its thread was ended.',
    ])
  })

  it('forgets what was missed once the heart beats again', () => {
    const { host, told, lost } = watched()
    for (let n = 0; n < 20; n += 1) {
      host.beating = false
      vi.advanceTimersByTime(1500)
      host.beating = true
      vi.advanceTimersByTime(250)
    }
    expect([...told, ...lost]).toEqual([])
  })

  it('gives up at once a blocked host while the memory of the process grows', () => {
    const { host, lost } = watched()
    vi.advanceTimersByTime(1000)
    host.beating = false
    host.method = null
    vi.advanceTimersByTime(250)
    host.bytes += 600 * MB
    vi.advanceTimersByTime(250)
    expect(lost).toMatchObject([{ code: 'limit' }])
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

  it('does not blame a host for the time in which nobody looked, or before its first beat', () => {
    const { host, lost, told } = watched()
    host.beating = false
    host.pulse = 0
    vi.advanceTimersByTime(60_000)
    expect([...told, ...lost]).toEqual([])
  })
})
