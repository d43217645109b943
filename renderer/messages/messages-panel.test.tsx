import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { JournalRow } from '../../contract/journal'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleRow } from '../testing/samples'
import { MessagesPanel } from './messages-panel'

const long = JSON.stringify({ type: 'log', data: { text: 'x'.repeat(600), ok: true } })
const rows: readonly JournalRow[] = [
  sampleRow(0, { summary: '{"type":"greet"}', type: 'greet', atUs: 1_234_000 }),
  sampleRow(1, { direction: 'out', summary: long.slice(0, 500), truncated: true, type: 'log' }),
  sampleRow(2, {
    kind: 'console',
    direction: null,
    type: 'warn',
    summary: 'slow',
    position: { file: '/h/echo.ts', line: 7, column: 1 },
  }),
  sampleRow(3, { kind: 'swap', direction: null, summary: 'v4 loaded, running' }),
]

async function show(dropped = 0) {
  let kept = rows
  const test = createTestBench(sampleBench([sampleHandler('echo.ts')]), {
    'journal.query': ({ filter, offset, limit }) => {
      const found = kept.filter(
        (row) =>
          (filter.kinds.length === 0 || filter.kinds.includes(row.kind)) && row.summary.includes(filter.text),
      )
      const page = found.slice(offset, offset + limit)
      return { rows: page, matched: found.length, total: kept.length, dropped, complete: true }
    },
    'journal.detail': () => ({ text: long }),
    'journal.clear': () => {
      kept = []
      return null
    },
  })
  renderBench(test, <MessagesPanel />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('echo.ts'))
  return test
}

const texts = async () =>
  (await within(screen.getByRole('log', { name: 'Messages' })).findAllByRole('listitem')).map(
    (row) => row.textContent,
  )

describe('rows of a conversation and of its handler’s mistakes', () => {
  const position = { file: '/h/talk.ts', line: 12, column: 3 }
  const talk: readonly JournalRow[] = [
    sampleRow(0, { kind: 'turn', direction: null, type: 'pause_detected', summary: 'you have finished' }),
    sampleRow(1, {
      kind: 'finding',
      direction: null,
      type: 'emit-rate',
      summary: 'Samples come too fast.\nEmit 20 ms at a time.',
      position,
    }),
  ]

  it('are named, placed and filtered as the others', async () => {
    const test = createTestBench(sampleBench([sampleHandler('echo.ts')]), {
      'journal.query': ({ filter }) => {
        const found = talk.filter(({ kind }) => filter.kinds.length === 0 || filter.kinds.includes(kind))
        return { rows: found, matched: found.length, total: talk.length, dropped: 0, complete: true }
      },
    })
    renderBench(test, <MessagesPanel />)
    await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
    await act(() => test.bench.call.start('echo.ts'))
    const [turn, finding] = await texts()
    expect(turn).toBe('0:00.000 turnpause_detectedyou have finished')
    expect(finding).toBe('0:00.001 findingemit-rateSamples come too fast.talk.ts:12')
    await userEvent.click(screen.getByRole('button', { name: 'Turns' }))
    await waitFor(async () => expect(await texts()).toHaveLength(1))
    await userEvent.click(screen.getByRole('button', { name: 'Findings' }))
    expect(await screen.findByText('No row matches the filter')).toBeDefined()
  })
})

describe('the messages panel', () => {
  it('says in words what went which way, when, and how large it was', async () => {
    await show()
    const [greet, log, console_, swap] = await texts()
    expect(greet).toBe('0:01.234 sentgreet{"type":"greet"}10 B')
    expect(log).toContain('received')
    expect(console_).toContain('echo.ts:7')
    expect(swap).toContain('v4 loaded, running')
  })

  it('shows the whole message as a tree when its row is opened', async () => {
    const test = await show()
    await texts()
    await userEvent.click(screen.getAllByRole('button', { expanded: false })[1] as HTMLElement)
    expect(await screen.findByText(/x{600}/)).toBeDefined()
    expect(test.paramsOf('journal.detail')).toEqual([{ sessionId: 's1', n: 1 }])
    await userEvent.click(screen.getByRole('button', { name: 'Copy row' }))
    await waitFor(() => expect(test.paramsOf('shell.copyText')).toHaveLength(1))
    expect(JSON.parse(test.paramsOf('shell.copyText')[0]?.text ?? '')).toMatchObject({ n: 1, text: long })
  })

  it('filters by text and kind, with counts', async () => {
    await show()
    await texts()
    expect(screen.getByText('4')).toBeDefined()
    await userEvent.type(screen.getByRole('searchbox', { name: 'Filter messages' }), 'slow')
    expect(await screen.findByText('1 of 4')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Console' }))
    expect(await screen.findByText('No row matches the filter')).toBeDefined()
  })

  it('says how many rows are no longer kept', async () => {
    await show(1204)
    expect(await screen.findByText('1,204 oldest rows no longer kept')).toBeDefined()
  })

  it('keeps the rows after the end of the session', async () => {
    const test = await show()
    await texts()
    await act(() => test.bench.call.stop())
    expect(await texts()).toHaveLength(4)
  })

  it('copies all rows as JSON lines, whole texts included', async () => {
    const test = await show()
    await texts()
    await userEvent.click(screen.getByRole('button', { name: 'Copy all as JSON lines' }))
    await waitFor(() => expect(test.paramsOf('shell.copyText')).toHaveLength(1))
    const lines = (test.paramsOf('shell.copyText')[0]?.text ?? '').split('\n').map((line) => JSON.parse(line))
    expect(lines.map(({ n }: { n: number }) => n)).toEqual([0, 1, 2, 3])
    expect(lines[1].text).toBe(long)
  })

  it('clears the journal in the engine', async () => {
    const test = await show()
    await texts()
    await userEvent.click(screen.getByRole('button', { name: 'Clear messages' }))
    expect(test.paramsOf('journal.clear')).toEqual([{ sessionId: 's1' }])
    act(() => test.emit('journal.grew', { sessionId: 's1', total: 0, dropped: 4 }))
    expect(await screen.findByText('Nothing was said yet')).toBeDefined()
  })

  it('draws only the rows in view of a hundred thousand', async () => {
    const test = createTestBench(sampleBench([sampleHandler('echo.ts')]), {
      'journal.query': ({ offset, limit }) => ({
        rows: Array.from({ length: limit }, (_, at) => sampleRow(offset + at)),
        matched: 100_000,
        total: 100_000,
        dropped: 0,
        complete: true,
      }),
    })
    renderBench(test, <MessagesPanel />)
    await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
    await act(() => test.bench.call.start('echo.ts'))
    const shown = await texts()
    expect(screen.getByText('100,000')).toBeDefined()
    expect(shown.length).toBeLessThan(100)
    const log = screen.getByRole('log', { name: 'Messages' })
    log.scrollTop = 50_000 * 24
    act(() => void log.dispatchEvent(new Event('scroll')))
    expect(await screen.findByText('row 50000')).toBeDefined()
    expect((await texts()).length).toBeLessThan(100)
  })
})
