import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { MethodBudget, SessionBudget } from '../../contract/budget'
import { parseQuery } from '../../contract/query/parse-query'
import type { ThreadProfile } from '../../contract/thread-profile'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleRow, sampleSession } from '../testing/samples'
import { callsQuery, inOrder, longestQuery, missesQuery, msText, toneOf } from './budget-words'
import { CallBudget } from './call-budget'

const receive: MethodBudget = {
  ...{ method: 'receive', version: null, budgetMs: 20, misses: 3, failed: 0, longestAtUs: 12_345_678 },
  ms: { count: 1500, p50: 1.234, p95: 15, p99: 22.4, max: 130.4 },
  waitMs: { count: 1500, p50: 0.5, p95: 2.5, p99: 4, max: 40 },
}
const emit: MethodBudget = { ...receive, method: 'emit', budgetMs: null, misses: 0, waitMs: null }

const sample: SessionBudget = {
  methods: [emit, receive],
  engineDelayMs: { count: 60, p50: 0.4, p95: 1.5, p99: 3, max: 9.25 },
  handlerDelayMs: { count: 60, p50: 2, p95: 31, p99: 40, max: 66 },
  busy: { now: 0.124, most: 0.8 },
  engineBusy: { now: 0.031, most: 0.06 },
  ...{ heapBytes: 12_300_000, externalBytes: 2_000_000 },
  complete: true,
}

async function show(budget: SessionBudget, answers: Answers = {}) {
  const test = createTestBench(sampleBench([sampleHandler('echo.ts')], [sampleSession('s1')]), {
    'journal.budget': () => budget,
    ...answers,
  })
  renderBench(test, <CallBudget />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('echo.ts'))
  return test
}

const row = async (name: string) =>
  within((await screen.findByRole('rowheader', { name })).closest('tr') as HTMLElement)

describe('the budget of a session', () => {
  it('says who has the thread when it is asked, with the lines, and keeps it', async () => {
    let asked = 0
    const place = { position: { file: '/h/echo.ts', line: 12, column: 3 }, functionName: 'receive' }
    const profile: ThreadProfile = {
      ...{ ms: 5000, authorMs: 3100, otherMs: 100 },
      places: [
        { ...place, ms: 3000, what: 'line' },
        { ...place, position: { ...place.position, line: 4 }, ms: 100, what: 'called' },
      ],
    }
    const row = sampleRow(1, { kind: 'profile', summary: JSON.stringify(profile), truncated: false })
    const test = await show(sample, {
      'session.profile': () => {
        asked += 1
        return null
      },
      'journal.query': ({ filter, limit }) => {
        const isIt = filter.kinds.includes('profile') && asked > 0
        return {
          rows: isIt && limit > 0 ? [row] : [],
          matched: isIt ? 1 : 0,
          total: 1,
          dropped: 0,
          complete: true,
        }
      },
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Look for 5 s' }))
    act(() => test.emit('journal.grew', { sessionId: 's1', total: 1, dropped: 0 }))
    const holder = await screen.findByRole('region', { name: 'Who has the thread' })
    await waitFor(() => expect(holder.textContent).toContain('Your code had it for 62 % of 5.0 s.'))
    expect(test.paramsOf('session.profile')).toEqual([{ sessionId: 's1', forMs: 5000 }])
    const lines = within(holder).getAllByRole('listitem')
    expect(lines.map(({ textContent }) => textContent)).toEqual([
      '3000 ms60 %echo.ts:12in receive()',
      '100 ms2 %echo.ts:4what receive() called',
    ])
  })

  it('says that the handler did not tell who has its thread, instead of waiting for ever', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    try {
      const test = await show(sample, { 'session.profile': () => null })
      fireEvent.click(await screen.findByRole('button', { name: 'Look for 5 s' }))
      await screen.findByRole('button', { name: 'Looking …' })
      await act(() => vi.advanceTimersByTimeAsync(21_000))
      expect(screen.getByRole('button', { name: 'Look for 5 s' })).toBeDefined()
      const alert = test.bench.alerts.store.getState().alerts.profile
      expect(alert?.message).toContain('did not say who has its thread')
    } finally {
      vi.useRealTimers()
    }
  })

  it('is beside how late the handler, the engine and the app are', async () => {
    await show(sample)
    const late = async (name: string) => (await screen.findByText(name)).parentElement?.textContent
    expect(await late('Handler late')).toContain(
      '31.0 ms its event loop, p95 of the most in a second; 66.0 ms',
    )
    expect(await late('Engine late')).toContain('1.50 ms')
    expect(await late('App late')).toContain('1.50 ms its main thread now, p95; 7.00 ms at most')
  })

  it('tells of each method how much of its time it takes', async () => {
    await show(sample)
    const line = await row('receive')
    const cells = line.getAllByRole('cell').map((cell) => cell.textContent)
    expect(cells).toEqual([
      '1,500',
      '75 % of 20.0 ms',
      '1.23 ms',
      '15.0 ms',
      '22.4 ms',
      '130 ms',
      '3',
      '0',
      '2.50 ms',
    ])
    const meter = line.getByRole('meter', { name: 'p95 of receive' })
    expect(meter.getAttribute('aria-valuetext')).toBe('75 % of 20.0 ms, little room')
    expect((await row('emit')).getByText('no deadline')).toBeDefined()
    expect(screen.getByText('12 %')).toBeDefined()
    expect(screen.getByText('14.3 MB')).toBeDefined()
    expect(screen.getByText('12.3 MB heap, 2.0 MB buffers')).toBeDefined()
    expect(screen.getByText('with this session’s media; 6 % at most')).toBeDefined()
  })

  it('shows the calls behind a number', async () => {
    const test = await show(sample)
    await userEvent.click((await row('receive')).getByRole('button', { name: '3' }))
    const { tab, filters } = test.bench.inspector.store.getState()
    expect([tab, filters.messages]).toEqual(['messages', { text: missesQuery(receive), mode: 'only' }])
  })

  it('tells versions apart only where there were several', async () => {
    await show({ ...sample, methods: [receive, { ...receive, version: 1 }] })
    await row('receive')
    expect(screen.queryByRole('rowheader', { name: 'version 1' })).toBeNull()
  })

  it('compares the versions of a handler', async () => {
    const slow = { ...receive, version: 2, ms: { ...receive.ms, p95: 30 } }
    await show({ ...sample, methods: [receive, slow, { ...receive, version: 1 }] })
    expect((await row('version 2')).getByText('150 % of 20.0 ms')).toBeDefined()
    expect((await row('version 1')).getByText('75 % of 20.0 ms')).toBeDefined()
  })

  it('says that nothing was called yet', async () => {
    await show({ ...sample, methods: [] })
    expect(await screen.findByText('Nothing was called yet')).toBeDefined()
  })
})

describe('the lines of a budget', () => {
  it('begin with what has a deadline, each method with its versions', () => {
    const startUp = { ...emit, method: 'startUp', ms: { ...emit.ms, count: 1 } }
    const lines = inOrder([startUp, emit, { ...emit, version: 1 }, receive])
    expect(lines.map(({ method, version }) => [method, version])).toEqual([
      ['receive', null],
      ['emit', null],
      ['emit', 1],
      ['startUp', null],
    ])
  })
})

describe('the queries of a budget', () => {
  it('are ones that can be asked', () => {
    for (const text of [callsQuery({ ...receive, version: 3 }), missesQuery(receive), longestQuery(receive)])
      expect(parseQuery(text).errors, text).toEqual([])
  })
})

describe('times and shares', () => {
  it('have three figures, and a colour by what is left', () => {
    expect([0.034, 1.234, 15.67, 130.4].map(msText)).toEqual(['0.03 ms', '1.23 ms', '15.7 ms', '130 ms'])
    expect([0.2, 0.7, 1.2].map(toneOf)).toEqual(['good', 'tight', 'over'])
  })
})
