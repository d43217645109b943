import { act, fireEvent, screen, within } from '@testing-library/react'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { QueueReading } from '../../contract/state'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleSession } from '../testing/samples'
import { droppedRecently, RECENT_MS, rememberDrops } from './drop-memory'
import { QueuePanel } from './queue-panel'
import { ageText, depthText, droppedText, fillOf } from './queue-words'

const calm: QueueReading = {
  name: 'audio in',
  unit: 'blocks',
  depth: 0,
  limit: 50,
  ageMs: null,
  dropped: 0,
  reason: null,
}
const slow: QueueReading = {
  ...calm,
  depth: 25,
  ageMs: 480,
  dropped: 1204,
  reason: 'receive took longer than the 20 ms that each block lasts',
}
const journal: QueueReading = { ...calm, name: 'journal', unit: 'bytes', depth: 1_500_000, limit: 64_000_000 }

async function show() {
  const test = createTestBench(sampleBench([sampleHandler('echo.ts')]))
  renderBench(test, <QueuePanel />)
  await vi.waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('echo.ts'))
  let revision = 1
  const read = (queues: readonly QueueReading[]) => {
    revision += 1
    const sessions = { s1: sampleSession('s1', { queues }) }
    act(() => test.emit('state.patched', { revision, sessions }))
  }
  return { ...test, read }
}

const button = () => screen.getByRole('button', { name: /^Queues/ })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the queues of a call', () => {
  it('are listed with how full they are, how old, and what they dropped and why', async () => {
    const test = await show()
    test.read([slow, journal])
    act(() => void fireEvent.click(button()))
    const rows = within(screen.getByRole('table', { name: 'What waits in this call' })).getAllByRole('row')
    expect(rows.map((row) => [...row.children].map((cell) => cell.textContent))).toEqual([
      ['Queue', 'Waiting', 'Oldest', 'Dropped'],
      [`Sound for the handler${slow.reason}`, '25 of 50 blocks', '480 ms', '1,204'],
      ['Journal', '1.5 MB of 64.0 MB', '–', '–'],
    ])
  })

  it('say what was dropped in their own unit', () => {
    expect(droppedText({ dropped: 420, unit: 'ms' })).toBe('420 ms')
    expect(droppedText({ dropped: 2_500_000, unit: 'bytes' })).toBe('2.5 MB')
    expect(droppedText({ dropped: 0, unit: 'ms' })).toBe('–')
  })

  it('draw attention while something is dropped, and for a few seconds after it', async () => {
    const test = await show()
    test.read([calm])
    expect(button().getAttribute('aria-label')).toBe('Queues')
    test.read([slow])
    expect(button().getAttribute('aria-label')).toBe('Queues: something was dropped just now')
    await act(() => vi.advanceTimersByTimeAsync(RECENT_MS + 1000))
    expect(button().getAttribute('aria-label')).toBe('Queues')
  })

  it('are not there without a call', async () => {
    const test = await show()
    test.read([calm])
    await act(() => test.bench.call.stop())
    act(() =>
      test.emit('state.patched', {
        revision: 3,
        sessions: { s1: sampleSession('s1', { status: 'closed' }) },
      }),
    )
    expect(screen.queryByRole('button', { name: /^Queues/ })).toBeNull()
  })
})

describe('rememberDrops', () => {
  it('knows a drop for some seconds after the count last grew', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 30 }), (growth) => {
        let dropped = 0
        let last: number | null = null
        let memory = {}
        growth.forEach((more, at) => {
          dropped += more
          if (more > 0) last = at * 1000
          memory = rememberDrops(memory, [{ ...calm, dropped }], at * 1000)
          const expected = last !== null && at * 1000 - last < RECENT_MS
          expect(droppedRecently(memory, 'audio in', at * 1000)).toBe(expected)
        })
      }),
    )
  })
})

describe('a reading in words', () => {
  it('has its unit, and times and sizes as a person reads them', () => {
    expect(depthText({ depth: 1200, limit: 60_000, unit: 'ms' })).toBe('1.2 s of 60.0 s')
    expect(depthText({ depth: 1000, limit: 2000, unit: 'messages' })).toBe('1,000 of 2,000 messages')
    expect(depthText({ depth: 12, limit: 8_000_000, unit: 'bytes' })).toBe('12 B of 8.0 MB')
    expect([ageText(null), ageText(12.4), ageText(2345)]).toEqual(['–', '12 ms', '2.3 s'])
  })

  it('is never fuller than full', () => {
    expect(fillOf({ depth: 70, limit: 50 })).toBe(1)
    expect(fillOf({ depth: 1, limit: 0 })).toBe(0)
  })
})
