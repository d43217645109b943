import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { TurnLatencies, TurnLatency } from '../../contract/turn-latency'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleSession } from '../testing/samples'
import { latencyTone, trendText } from './latency-words'
import { TimingPanel } from './timing-panel'

const turn: TurnLatency = {
  ...{ fromUs: 12_000_000, toUs: 12_840_000, totalMs: 840, version: 1 },
  parts: { endOfTurn: 330, handler: 500, output: 40, unexplained: -30 },
  heard: null,
}
const heard: NonNullable<TurnLatency['heard']> = {
  totalMs: 990,
  parts: {
    ...{ capture: 10, uplink: 30, endOfTurn: 330, handler: 500, output: 40 },
    ...{ downlink: 5, buffer: 60, playout: 25, unexplained: -10 },
  },
}
const spread = (p50: number) => ({ count: 3, p50, p95: 2 * p50, p99: 3 * p50, max: 3 * p50 })
const sample: TurnLatencies = {
  turns: [turn, { ...turn, fromUs: 20_000_000, toUs: 20_500_000, totalMs: 500 }],
  summaries: [
    {
      version: null,
      total: spread(840),
      parts: { endOfTurn: spread(330), handler: spread(500), output: spread(40), unexplained: spread(-30) },
      heard: null,
    },
  ],
  bargeIns: { newest: [{ fromUs: 1, toUs: 2, ms: 180 }], ms: { ...spread(180), count: 1 } },
  ...{ silentReplies: 2, complete: true },
}

async function show(latencies: TurnLatencies) {
  const test = createTestBench(sampleBench([sampleHandler('chat.ts')], [sampleSession('s1')]), {
    'journal.turns': () => latencies,
    'journal.budget': () => ({
      methods: [],
      ...{ engineDelayMs: null, handlerDelayMs: null },
      busy: null,
      ...{ engineBusy: null, heapBytes: null, externalBytes: null },
      complete: true,
    }),
  })
  renderBench(test, <TimingPanel />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('chat.ts'))
  await userEvent.click(screen.getByRole('radio', { name: 'Turns' }))
  return test
}

describe('the latency of turns', () => {
  it('is told as half, nearly all and all of them, with the parts that it is made of', async () => {
    await show(sample)
    const row = (await screen.findByRole('rowheader', { name: 'all' })).closest('tr')
    const cells = [...(row?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent)
    expect(cells).toEqual(['3', '840 ms', '1,680 ms', '2,520 ms', '330 ms', '500 ms', '40 ms', '−30 ms'])
    expect(screen.getByText(/Interrupted 1×: the reply was over 180 ms/).textContent).toContain(
      '2 replies were never heard.',
    )
  })

  it('shows each turn in words, and on the time axis', async () => {
    const { bench } = await show(sample)
    const turns = await screen.findAllByRole('button', { name: /^Turn at/ })
    expect(turns.map((button) => button.getAttribute('aria-label'))).toEqual([
      'Turn at 0:20.000, 500 ms: End of turn 330 ms, Handler 500 ms, Output 40 ms, Unexplained −30 ms',
      'Turn at 0:12.000, 840 ms: End of turn 330 ms, Handler 500 ms, Output 40 ms, Unexplained −30 ms',
    ])
    await userEvent.click(turns[1] as HTMLElement)
    const { selection, view } = bench.inspector.timeline.getState()
    expect(bench.inspector.store.getState().tab).toBe('timeline')
    expect(selection).toEqual({ fromUs: 12_000_000, toUs: 12_840_000 })
    // As near to its middle as the end of the session allows.
    expect(view.toUs - view.fromUs).toBe(2_240_000)
    expect(view.fromUs).toBeLessThan(12_000_000)
    expect(view.toUs).toBeGreaterThan(12_840_000)
  })

  it('is told as the person hears it, where this window knows, or at the handler’s end', async () => {
    const parts = Object.fromEntries(Object.entries(heard.parts).map(([part, ms]) => [part, spread(ms)]))
    const [summary] = sample.summaries
    if (!summary) throw new Error('there is no summary')
    await show({
      ...sample,
      turns: [{ ...turn, heard }],
      summaries: [{ ...summary, heard: { total: { ...spread(990), count: 1 }, parts: parts as never } }],
    })
    expect(
      (await screen.findByRole('button', { name: /^Turn at 0:12.000, 990 ms/ })).getAttribute('aria-label'),
    ).toContain('Uplink 30 ms, End of turn 330 ms')
    expect(screen.getByRole('columnheader', { name: 'Jitter buffer' })).toBeDefined()
    await userEvent.click(screen.getByRole('radio', { name: 'At the handler’s end' }))
    expect(screen.getByRole('button', { name: /^Turn at 0:12.000, 840 ms/ })).toBeDefined()
    expect(screen.queryByRole('columnheader', { name: 'Jitter buffer' })).toBeNull()
  })

  it('says that nothing was answered yet', async () => {
    await show({ ...sample, turns: [], summaries: [], bargeIns: { newest: [], ms: null }, silentReplies: 0 })
    expect(await screen.findByText('No turn was answered yet')).toBeDefined()
  })

  it('has a trend, once there are enough turns, which is none for small differences', () => {
    const times = (count: number, ms: number) => Array.from({ length: count }, (_, at) => ms + (at % 3))
    expect(trendText(times(19, 500))).toBeNull()
    expect(trendText([...times(10, 500), ...times(10, 700)])).toBe(
      'Slower: the last 10 turns took 701 ms, the 10 before them 501 ms (p50).',
    )
    expect(trendText([...times(30, 700), ...times(10, 500)])).toMatch(/^Quicker: /)
    expect(trendText([...times(10, 500), ...times(10, 530)])).toMatch(/^Steady: /)
  })

  it('is quick below 0.8 s, and slow above 1.5 s', () => {
    expect([300, 900, 1600].map(latencyTone)).toEqual(['good', 'tight', 'over'])
  })
})
