import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import type { FileDiff } from '../../contract/ipc'
import type { HandlerEntry } from '../../contract/state'
import { AlertStack } from '../alerts/alert-stack'
import { HandlerPane } from '../handlers/handler-pane'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleSession } from '../testing/samples'
import { VersionDiff } from './version-diff'

const at = (hour: number, minute: number, second: number) =>
  new Date(2025, 3, 1, hour, minute, second).getTime()
const rejected = { code: 'handler', message: 'startUp threw: no key' } as const
const echo = sampleHandler('echo.ts', {
  version: 7,
  versions: [
    { version: 8, loadedAt: at(12, 5, 0), rejected },
    { version: 7, loadedAt: at(12, 3, 44), rejected: null },
    { version: 6, loadedAt: at(11, 0, 1), rejected: null },
  ],
})
const diff: readonly FileDiff[] = [
  { file: 'echo.ts', hunks: [{ oldStart: 1, newStart: 1, lines: [' same', '-before', '+after'] }] },
]

async function show(handler: HandlerEntry = echo, answers: Answers = {}) {
  const test = createTestBench(sampleBench([handler]), { 'handler.diff': () => diff, ...answers })
  test.bench.window.setState({ selectedHandlerId: handler.id })
  renderBench(
    test,
    <>
      <HandlerPane />
      <AlertStack />
      <VersionDiff />
    </>,
  )
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  return test
}

const items = () => within(screen.getByRole('list', { name: 'Versions' })).getAllByRole('listitem')
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))

describe('the versions of a handler', () => {
  it('are listed newest first, with the one that runs and why others were taken back', async () => {
    await show()
    expect(items().map((item) => item.textContent)).toEqual([
      'version 8 · 12:05:00 · taken backstartUp threw: no key',
      'version 7 · 12:03:44 · runs',
      'version 6 · 11:00:01',
    ])
    expect(within(items()[1] as HTMLElement).queryAllByRole('button')).toEqual([])
  })

  it('can be gone back to, or used in place of an older one', async () => {
    const test = await show()
    await press('Go back to version 6')
    await press('Use version 8')
    expect(test.paramsOf('handler.useVersion')).toEqual([
      { handlerId: 'echo.ts', version: 6 },
      { handlerId: 'echo.ts', version: 8 },
    ])
  })

  it('say why one could not be used', async () => {
    const gone = () => {
      throw new SoundcheckError('not-found', 'Version 6 is no longer kept.')
    }
    await show(echo, { 'handler.useVersion': gone })
    await press('Go back to version 6')
    expect((await screen.findByRole('alert')).textContent).toContain('Version 6 is no longer kept.')
  })

  it('are folded while there is one alone, and unfold with the second', async () => {
    const one = sampleHandler('echo.ts')
    const test = await show(one)
    const details = screen.getByText('Versions').closest('details')
    expect(details?.open).toBe(false)
    act(() => test.emit('state.patched', { revision: 2, handlers: { 'echo.ts': echo } }))
    expect(details?.open).toBe(true)
  })

  it('are compared with the one that runs, from the older to the newer', async () => {
    const test = await show()
    await press('Compare version 6 with the running one')
    expect(await screen.findByRole('dialog', { name: 'Version 6 → version 7' })).toBeDefined()
    await press('Close')
    await press('Compare version 8 with the running one')
    await screen.findByRole('dialog', { name: 'Version 7 → version 8' })
    expect(test.paramsOf('handler.diff')).toEqual([
      { handlerId: 'echo.ts', from: 6, to: 7 },
      { handlerId: 'echo.ts', from: 7, to: 8 },
    ])
  })
})

describe('the difference of two versions', () => {
  it('shows files, line numbers and signs, and is copied as text', async () => {
    const test = await show()
    await press('Compare version 6 with the running one')
    const file = await screen.findByRole('region', { name: 'echo.ts' })
    const rows = within(file).getAllByRole('row')
    expect(rows.map((row) => [...row.children].map((cell) => cell.textContent))).toEqual([
      ['1', '1', ' ', 'same'],
      ['2', '', '-', 'before'],
      ['', '2', '+', 'after'],
    ])
    expect(screen.getByRole('region', { name: 'Changes' }).tabIndex).toBe(0)
    await press('Copy the difference')
    expect(test.paramsOf('shell.copyText')).toEqual([
      { text: '--- echo.ts\n+++ echo.ts\n@@ -1,2 +1,2 @@\n same\n-before\n+after' },
    ])
  })

  it('is closed with Escape', async () => {
    await show()
    await press('Compare version 6 with the running one')
    await screen.findByRole('dialog')
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('says when the files are the same, and when it cannot be told', async () => {
    await show(echo, { 'handler.diff': () => [] })
    await press('Compare version 6 with the running one')
    expect(await screen.findByText('Its own files are the same')).toBeDefined()
  })

  it('says why it cannot be told', async () => {
    const refuse = () => {
      throw new SoundcheckError('limit', 'Version 6 keeps no sources.', { hint: 'They are too large.' })
    }
    await show(echo, { 'handler.diff': refuse })
    await press('Compare version 6 with the running one')
    expect((await screen.findByRole('alert')).textContent).toBe('Version 6 keeps no sources.')
    expect(screen.getByText('They are too large.')).toBeDefined()
  })

  it('draws a bounded number of lines of a huge one, and copies all of them', async () => {
    const lines = Array.from({ length: 5000 }, (_, n) => `+line ${n}`)
    const test = await show(echo, {
      'handler.diff': () => [{ file: 'big.ts', hunks: [{ oldStart: 0, newStart: 1, lines }] }],
    })
    await press('Compare version 6 with the running one')
    expect(await screen.findByText(/2,000 more lines are in the copy/)).toBeDefined()
    await press('Copy the difference')
    expect(test.paramsOf('shell.copyText')[0]?.text.split('\n')).toHaveLength(5003)
  })
})

describe('a version that was taken back in a call', () => {
  const rolledBack = { from: 8, to: 7, error: { ...rejected, message: 'startUp threw: no key.' } } as const
  const marked = { ...echo, versions: [{ version: 8, loadedAt: 0, rejected: rolledBack.error }] }
  const broken = sampleHandler('echo.ts', {
    ...marked,
    status: 'broken',
    error: { code: 'handler', message: 'Version 8 was rolled back: startUp threw: no key.' },
  })

  async function taken() {
    const test = await show(broken)
    await act(() => test.bench.call.start('echo.ts'))
    const sessions = { s1: sampleSession('s1', { rolledBack, fault: rolledBack.error }) }
    act(() => test.emit('state.patched', { revision: 2, sessions }))
    return test
  }

  it('is told once, with what runs instead, until it is dismissed in the engine', async () => {
    const test = await taken()
    const alert = screen.getByRole('alert')
    expect(alert.textContent).toContain(
      'Version 8 was taken back: startUp threw: no key. Version 7 runs again.',
    )
    await userEvent.click(within(alert).getByRole('button', { name: 'Dismiss' }))
    expect(test.paramsOf('session.dismissRollback')).toEqual([{ sessionId: 's1' }])
  })

  it('can be looked at: what was tried, against what runs', async () => {
    const test = await taken()
    await press('Show what was tried')
    expect(await screen.findByRole('dialog', { name: 'Version 7 → version 8' })).toBeDefined()
    expect(test.paramsOf('handler.diff')).toEqual([{ handlerId: 'echo.ts', from: 7, to: 8 }])
  })

  it('is told of the file where there is no call, though it did load', async () => {
    await show(broken)
    const { textContent } = await screen.findByRole('alert')
    expect(textContent).toContain('Version 8 was rolled back: startUp threw: no key.')
    expect(textContent).not.toContain('could not be loaded')
  })
})
