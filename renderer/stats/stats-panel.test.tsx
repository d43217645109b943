import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { StatId, StatsSlice } from '../../contract/stats'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleSession } from '../testing/samples'
import { movedCursor, StatsPanel } from './stats-panel'

// There is no canvas here: what is drawn is seen in e2e/stats.spec.ts.
vi.mock('uplot', () => ({
  default: class {
    readonly series = []
    readonly cursor = { idx: null }
    readonly setSize = vi.fn()
    readonly setCursor = vi.fn()
    readonly valToPos = vi.fn()
    readonly destroy = vi.fn()
  },
}))

const SECONDS = 60
const series: { readonly [I in StatId]?: number } = {
  'engine packets audio in': 50,
  'engine bytes audio in': 5000,
  'engine lost audio in': 2,
  'client rttMs': 21,
}
const slice: StatsSlice = {
  ...{ fromUs: 0, columnUs: 1_000_000, columns: SECONDS, endUs: SECONDS * 1e6, complete: true },
  series: Object.entries(series).map(([id, value]) => ({
    id: id as StatId,
    values: new Float32Array(SECONDS).fill(value),
    lows: null,
  })),
}

async function show(answer: StatsSlice) {
  const asked: unknown[] = []
  const test = createTestBench(sampleBench([sampleHandler('echo.ts')], [sampleSession('s1')]), {
    'journal.stats': (params) => {
      asked.push(params)
      return answer
    },
    'journal.streams': () => ({ streams: [], complete: true }),
    'journal.query': () => ({ rows: [], matched: 0, total: 0, dropped: 0, complete: true }),
  })
  renderBench(test, <StatsPanel />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('echo.ts'))
  return { ...test, asked }
}

const rowOf = (table: string, line: string): readonly (string | null)[] => {
  const row = within(screen.getByRole('table', { name: table })).getByRole('row', { name: new RegExp(line) })
  return [...row.querySelectorAll('td')].map(({ textContent }) => textContent)
}

describe('the statistics of a connection', () => {
  it('begin with a verdict and its reasons', async () => {
    await show(slice)
    const verdict = await screen.findByRole('region', { name: 'Verdict' })
    expect(verdict.textContent).toContain(
      'Bad connection3.8 % of the sound on its way to the handler was lost',
    )
    expect(verdict.textContent).toContain('last 30 s')
  })

  it('say in figures what the graphs show', async () => {
    await show(slice)
    await screen.findByText('Bit rate')
    expect(rowOf('Bit rate, kbit/s', 'Sound to the handler')).toEqual(['40', '40', '40'])
    expect(rowOf('Round trip, ms', 'By the client’s checks')).toEqual(['21', '21', '21'])
  })

  it('move their cursor with the arrows', async () => {
    await show(slice)
    const graphs = await screen.findByRole('region', { name: 'Graphs' })
    act(() => graphs.focus())
    await userEvent.keyboard('{Home}{ArrowRight}')
    expect(graphs.textContent).toContain('At 0:01.000')
    await userEvent.keyboard('{Escape}')
    expect(graphs.textContent).toContain('Columns of 1 s')
    expect(movedCursor(5, 60, { key: 'ArrowLeft', shiftKey: true })).toBe(0)
    expect(movedCursor(5, 60, { key: 'Tab', shiftKey: false })).toBeUndefined()
  })

  it('are looked at closely in tenths of a second, and the window measures as often then', async () => {
    const { asked, bench } = await show(slice)
    await userEvent.click(await screen.findByRole('radio', { name: '30 s in 100 ms' }))
    await waitFor(() => expect(asked.at(-1)).toMatchObject({ columnUs: 100_000, columns: 300, fromUs: null }))
    expect(bench.inspector.statPace.get()).toBe(100)
    await userEvent.click(screen.getByRole('radio', { name: 'All' }))
    expect(bench.inspector.statPace.get()).toBe(1000)
  })

  it('say that a client tells nothing of its end', async () => {
    await show(slice)
    await userEvent.click(await screen.findByRole('radio', { name: 'Both ends' }))
    expect(await screen.findByText(/This client tells nothing/)).toBeDefined()
  })

  it('are none before there are packets', async () => {
    await show({ ...slice, series: [] })
    expect(await screen.findByText('No packets yet')).toBeDefined()
  })
})
