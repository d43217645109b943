import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleSession } from '../testing/samples'
import { AlertStack } from './alert-stack'

const position = { file: '/handlers/echo.ts', line: 42, column: 7 }

async function show(handler = sampleHandler('echo.ts')) {
  const test = createTestBench(sampleBench([handler]))
  test.bench.window.setState({ selectedHandlerId: handler.id })
  renderBench(test, <AlertStack />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  return test
}

describe('alerts', () => {
  it('say what happened and what to do, until they are dismissed', async () => {
    const test = await show()
    act(() => test.bench.alerts.raise('x', { tone: 'warning', message: 'It broke.', hint: 'Mend it.' }))
    expect(screen.getByRole('alert').textContent).toContain('It broke.Mend it.')
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('replace themselves when the same trouble comes again', async () => {
    const test = await show()
    act(() => test.bench.alerts.raise('x', { tone: 'danger', message: 'one' }))
    act(() => test.bench.alerts.raise('x', { tone: 'danger', message: 'two' }))
    expect(screen.getAllByRole('alert').map((alert) => alert.textContent)).toEqual([' two'])
  })

  it('show the fault of the session with its line, and dismiss it in the engine', async () => {
    const test = await show()
    await act(() => test.bench.call.start('echo.ts'))
    const fault = { code: 'handler', message: 'TypeError: x is undefined', position } as const
    act(() => test.emit('state.patched', { revision: 2, sessions: { s1: sampleSession('s1', { fault }) } }))
    expect(screen.getByRole('alert').textContent).toContain('echo.ts:42 TypeError: x is undefined')
    await userEvent.click(screen.getByRole('button', { name: 'Open file' }))
    expect(test.paramsOf('shell.openFile')).toEqual([{ handlerId: 'echo.ts' }])
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(test.paramsOf('session.dismissFault')).toEqual([{ sessionId: 's1' }])
  })

  it('tell of a file that does not compile, and which version runs meanwhile', async () => {
    const error = { code: 'compile', message: 'Unexpected "}"\n  12 | }', position } as const
    const test = await show(sampleHandler('echo.ts', { status: 'broken', version: 3, error }))
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('echo.ts:42 echo does not compile: Unexpected "}"')
    expect(alert.textContent).toContain('Version 3 goes on running')
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(screen.queryByRole('alert')).toBeNull()
    const other = { ...error, message: 'Unexpected "]"' }
    const handlers = { 'echo.ts': sampleHandler('echo.ts', { status: 'broken', error: other }) }
    act(() => test.emit('state.patched', { revision: 2, handlers }))
    expect((await screen.findByRole('alert')).textContent).toContain('Unexpected "]"')
  })
})
