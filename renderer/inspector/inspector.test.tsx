import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { createTestBench } from '../testing/fake-call'
import { createFakeJournal } from '../testing/fake-journal'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleRow, sampleSession } from '../testing/samples'
import { Inspector } from './inspector'

async function show(sessions = [sampleSession('s1')]) {
  const journal = createFakeJournal([sampleRow(0), sampleRow(1)])
  const test = createTestBench(sampleBench([sampleHandler('echo.ts')], sessions), journal.answers)
  renderBench(test, <Inspector />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('echo.ts'))
  return { ...test, journal }
}

const tab = (name: RegExp) => screen.getByRole('tab', { name })
const openTab = () => screen.getAllByRole('tab').find((one) => one.getAttribute('aria-selected') === 'true')

describe('the inspector', () => {
  it('has its tabs on Ctrl with a number, and remembers which was open', async () => {
    const test = await show()
    expect(openTab()?.textContent).toBe('Messages')
    await userEvent.keyboard('{Control>}2{/Control}')
    expect(openTab()?.textContent).toBe('Console')
    expect(test.bench.inspector.store.getState().tab).toBe('console')
    await userEvent.keyboard('{Control>}f{/Control}')
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Filter console')
  })

  it('remembers the query of each tab', async () => {
    await show()
    await userEvent.click(screen.getByRole('searchbox', { name: 'Filter messages' }))
    await userEvent.paste('type:x')
    await userEvent.keyboard('{Control>}2{/Control}{Control>}1{/Control}')
    const field = screen.getByRole('searchbox', { name: 'Filter messages' }) as HTMLInputElement
    expect(field.value).toBe('type:x')
  })

  it('says that errors came until the console was looked at', async () => {
    const { journal, emit } = await show()
    await screen.findByText('row 1')
    expect(tab(/Console/).querySelector('[role=img]')).toBeNull()
    journal.append(sampleRow(2, { kind: 'error', direction: null, summary: 'boom' }))
    act(() => emit('journal.grew', { sessionId: 's1', total: 3, dropped: 0 }))
    expect(await screen.findByRole('img', { name: '1 new error' })).toBeDefined()
    await userEvent.click(tab(/Console/))
    await waitFor(() => expect(screen.queryByRole('img', { name: /new error/ })).toBeNull())
    await userEvent.click(tab(/Messages/))
    expect(screen.queryByRole('img', { name: /new error/ })).toBeNull()
  })

  it('clears the journal in the engine, and does not tell of what was cleared as lost', async () => {
    const test = await show()
    await screen.findByText('row 1')
    await userEvent.click(screen.getByRole('button', { name: 'Clear journal' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Keep it' }))
    expect(test.paramsOf('journal.clear')).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Clear journal' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Clear it' }))
    expect(test.paramsOf('journal.clear')).toEqual([{ sessionId: 's1' }])
    act(() => test.emit('journal.grew', { sessionId: 's1', total: 0, dropped: 2 }))
    expect(await screen.findByText('Nothing was said yet')).toBeDefined()
    expect(screen.queryByText(/no longer kept/)).toBeNull()
  })

  it('pauses every tab, and shows what came meanwhile', async () => {
    const { journal, emit } = await show()
    await screen.findByText('row 1')
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
    journal.append(sampleRow(2))
    act(() => emit('journal.grew', { sessionId: 's1', total: 3, dropped: 0 }))
    expect(await screen.findByText('1 new while paused')).toBeDefined()
    expect(screen.queryByText('row 2')).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Resume' }))
    expect(await screen.findByText('row 2')).toBeDefined()
  })
})
