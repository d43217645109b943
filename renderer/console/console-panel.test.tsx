import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { JournalRow } from '../../contract/journal'
import { createTestBench } from '../testing/fake-call'
import { createFakeJournal } from '../testing/fake-journal'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleRow } from '../testing/samples'
import { highlighted } from '../testing/text-highlights'
import { ConsolePanel } from './console-panel'

const position = { file: '/handlers/echo.ts', line: 7, column: 1 }
const line = (n: number, type: string, summary: string): JournalRow =>
  sampleRow(n, { kind: 'console', direction: null, type, summary, position })

const rows: readonly JournalRow[] = [
  line(0, 'info', 'ready'),
  line(1, 'log', 'again'),
  line(2, 'log', 'again'),
  line(3, 'log', 'again'),
  sampleRow(4, { summary: 'a message' }),
  line(5, 'debug', 'deep'),
  sampleRow(6, {
    kind: 'error',
    direction: null,
    type: 'onMessage',
    summary: 'boom\n    at x.ts:1',
    position,
  }),
  sampleRow(7, { kind: 'swap', direction: null, type: 'swapped', summary: 'version 2 runs' }),
]

async function show(journal = createFakeJournal(rows)) {
  const test = createTestBench(sampleBench([sampleHandler('echo.ts')]), journal.answers)
  renderBench(test, <ConsolePanel />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('echo.ts'))
  return test
}

const lines = async () =>
  (await within(screen.getByRole('log', { name: 'Console' })).findAllByRole('listitem')).map(
    (one) => one.textContent,
  )

describe('the console panel', () => {
  it('shows lines, errors and what became of the handler, repeats once with their count', async () => {
    await show()
    expect(await lines()).toEqual([
      '0:00.000readyecho.ts:7',
      '0:00.001×3againecho.ts:7',
      '0:00.005deepecho.ts:7',
      '0:00.006onMessageboom …echo.ts:7',
      '0:00.007version 2 runs',
    ])
  })

  it('switches levels, and says so when none is on', async () => {
    const test = await show()
    await lines()
    await userEvent.click(screen.getByRole('button', { name: 'Debug' }))
    await waitFor(async () => expect(await lines()).toHaveLength(4))
    for (const name of ['Errors', 'Warnings', 'Info', 'Engine'])
      await userEvent.click(screen.getByRole('button', { name }))
    expect(await screen.findByText('All levels are switched off')).toBeDefined()
    expect(test.bench.inspector.store.getState().levels).toEqual([])
  })

  it('unfolds the stack of an error, and opens its file', async () => {
    const test = await show()
    await lines()
    expect(screen.queryByText(/at x\.ts:1/)).toBeNull()
    await userEvent.click(screen.getByText('boom'))
    expect((await screen.findByText(/at x\.ts:1/)).tagName).toBe('PRE')
    await userEvent.click(screen.getAllByRole('button', { name: 'echo.ts:7' })[0] as HTMLElement)
    expect(test.paramsOf('shell.openSource')).toMatchObject([
      { line: 7, file: expect.stringContaining('echo.ts') },
    ])
  })

  it('searches with the query language and marks what was found', async () => {
    await show()
    await lines()
    await userEvent.click(screen.getByRole('searchbox', { name: 'Filter console' }))
    await userEvent.paste('aga')
    expect(await screen.findByText('3 of 7')).toBeDefined()
    expect(await lines()).toEqual(['0:00.001×3againecho.ts:7'])
    await waitFor(() => expect(highlighted('query-match')).toEqual(['aga']))
  })

  it('is cleared without taking anything from the journal', async () => {
    const journal = createFakeJournal(rows)
    const test = await show(journal)
    await lines()
    await userEvent.click(screen.getByRole('button', { name: 'Clear console' }))
    expect(await screen.findByText('Nothing was written since it was cleared')).toBeDefined()
    expect(test.paramsOf('journal.clear')).toEqual([])
    journal.append(line(8, 'log', 'after'))
    act(() => test.emit('journal.grew', { sessionId: 's1', total: 9, dropped: 0 }))
    await waitFor(async () => expect(await lines()).toEqual(['0:00.008afterecho.ts:7']))
  })
})
