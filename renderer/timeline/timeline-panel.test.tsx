import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { SideLoudness } from '../../contract/loudness'
import type { RangeFigures } from '../../contract/range-figures'
import type { TimelineLane, TimelineRange, TimelineSlice } from '../../contract/timeline'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleSession } from '../testing/samples'
import { TimelinePanel } from './timeline-panel'

const END_US = 60_000_000

const lane = (id: TimelineLane['id'], value: number, columns: number): TimelineLane => ({
  ...{ id, values: new Float32Array(columns).fill(value) },
  lows: id.startsWith('sound') ? new Float32Array(columns).fill(-value) : null,
})

const sliceOf = (range: TimelineRange, endUs: number): TimelineSlice => ({
  ...{ range, endUs, complete: true },
  lanes: [lane('call receive', 0.42, range.columns), lane('sound in', 0.5, range.columns)],
})

const figures: RangeFigures = {
  methods: [
    {
      ...{ method: 'receive', version: null, budgetMs: 20, misses: 2, failed: 0, longestAtUs: 1 },
      ...{ ms: { count: 50, p50: 1, p95: 10, p99: 12, max: 30 }, waitMs: null },
    },
  ],
  messages: { in: 1, out: 0 },
  packets: { in: 50, out: 50 },
  lost: { in: 3, out: 0 },
  ...{ faults: 0, complete: true },
}

const quiet = { integrated: null, range: 0, truePeak: null }
const spans = { mostMomentary: null, mostShortTerm: null, samplePeak: null, seconds: 1 }
const loudness: readonly SideLoudness[] = [
  { ...spans, ...quiet, ...{ side: 'out', notes: ['It has a gap'] } },
  { ...spans, ...{ side: 'in', integrated: -20.04, range: 1.2, truePeak: -12.3, notes: [] } },
]

async function show(endUs = END_US) {
  const test = createTestBench(sampleBench([sampleHandler('echo.ts')], [sampleSession('s1')]), {
    'journal.timeline': ({ sessionId: _id, ...range }) => sliceOf(range, endUs),
    'journal.range': () => figures,
    'journal.sound': () => new Promise(() => undefined),
    'export.measure': () => loudness,
    'export.cancel': () => null,
  })
  renderBench(test, <TimelinePanel />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('echo.ts'))
  return test
}

const cursor = () => screen.findByRole('slider', { name: 'Time cursor' })

describe('the timeline', () => {
  it('says in words what is at the cursor, which goes by keys', async () => {
    await show()
    const slider = await cursor()
    slider.focus()
    await userEvent.keyboard('{Home}{Control>}{ArrowRight}{/Control}')
    await waitFor(() =>
      expect(slider.getAttribute('aria-valuetext')).toBe(
        '0:00.020. You: −6.0 dBFS, receive(): 42 % of its time',
      ),
    )
    expect(slider.getAttribute('aria-valuenow')).toBe('20')
  })

  it('measures how loud both sides are in a selection, until another one is made', async () => {
    const test = await show()
    ;(await cursor()).focus()
    await userEvent.keyboard('{Home}{Shift>}{Control>}{ArrowRight}{ArrowRight}{/Control}{/Shift}')
    const selection = await screen.findByRole('region', { name: 'Selection' })
    await userEvent.click(screen.getByRole('button', { name: 'Measure its loudness' }))
    await waitFor(() =>
      expect(selection.textContent).toContain(
        'You: −20.0 LUFS, range 1.2 LU, true peak −12.3 dBTP · Handler: nothing as loud as −70 LUFS. It has a gap',
      ),
    )
    expect(test.paramsOf('export.measure')[0]).toMatchObject({ sessionId: 's1', fromMs: 0, toMs: 40 })
    ;(await cursor()).focus()
    await userEvent.keyboard('{Shift>}{Control>}{ArrowRight}{/Control}{/Shift}')
    await waitFor(() => expect(selection.textContent).not.toContain('LUFS'))
  })

  it('tells what passed in a selection, and shows its rows', async () => {
    const test = await show()
    ;(await cursor()).focus()
    await userEvent.keyboard('{Home}{Shift>}{Control>}{ArrowRight}{ArrowRight}{/Control}{/Shift}')
    const selection = await screen.findByRole('region', { name: 'Selection' })
    expect(selection.textContent).toContain('0:00.000 – 0:00.040 40 ms')
    await waitFor(() =>
      expect(selection.textContent).toContain(
        'receive 50×, p95 10.0 ms (50 % of its time), 2 too slow · 1 message to it · 100 packets · 3 lost',
      ),
    )
    expect(test.paramsOf('journal.range').at(-1)).toEqual({ sessionId: 's1', fromUs: 0, toUs: 40_000 })
    await userEvent.click(screen.getByRole('button', { name: 'Show its rows' }))
    const { tab, filters } = test.bench.inspector.store.getState()
    expect([tab, filters.messages?.text]).toEqual(['messages', 'at:0.000s..0.040s'])
  })

  it('asks for the sound of a selection, of the side that is to be heard', async () => {
    const test = await show()
    ;(await cursor()).focus()
    await userEvent.keyboard('{Home}{Shift>}{Control>}{ArrowRight}{/Control}{/Shift}')
    await userEvent.click(await screen.findByRole('button', { name: 'Play you' }))
    expect(test.paramsOf('journal.sound')).toEqual([{ sessionId: 's1', side: 'in', fromMs: 0, toMs: 20 }])
    await userEvent.click(screen.getByRole('button', { name: 'Decoding …' }))
    expect(await screen.findByRole('button', { name: 'Play handler' })).toBeDefined()
  })

  it('zooms by keys, and shows all again', async () => {
    const { bench } = await show()
    ;(await cursor()).focus()
    await userEvent.keyboard('0')
    const { timeline } = bench.inspector
    const { view } = timeline.getState()
    await userEvent.keyboard('++')
    expect(timeline.getState().view.toUs - timeline.getState().view.fromUs).toBeLessThan(
      (view.toUs - view.fromUs) / 2,
    )
    await userEvent.keyboard('0')
    expect(timeline.getState().view).toEqual(view)
  })

  it('says that nothing has passed yet', async () => {
    await show(0)
    expect(await screen.findByText('Nothing has passed yet')).toBeDefined()
  })
})
