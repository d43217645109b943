import { act, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleSession } from '../testing/samples'
import { App } from './app'

const accident = { what: 'app', at: 0, handlers: ['echo.ts'], sessions: [], report: null } as const

async function show() {
  const test = createTestBench({ ...sampleBench([sampleHandler('echo.ts')]), accident })
  renderBench(test, <App />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  return test
}

describe('the window', () => {
  it('tells how the app ended the last time, and when the engine ends, above all else', async () => {
    const test = await show()
    act(() => test.emit('shell.engineFailed', { message: 'out of memory', restartsInMs: 1000 }))
    const names = screen.getAllByRole('alert').map((alert) => alert.getAttribute('aria-label'))
    expect(names).toEqual(['Engine', 'Last time'])
  })

  it('shows on the stage that the handler of the call has stopped', async () => {
    const test = await show()
    await act(() => test.bench.call.start('echo.ts'))
    act(() =>
      test.emit('state.patched', { revision: 2, sessions: { s1: sampleSession('s1', { host: 'gone' }) } }),
    )
    const stage = screen.getByRole('region', { name: 'Stage' })
    expect(stage.textContent).toContain('The handler has stopped.')
    expect(screen.getByRole('button', { name: 'in a thread · stopped' })).toBeDefined()
    expect(screen.getByRole('button', { name: 'Queues' })).toBeDefined()
  })

  it('opens the difference of two versions from wherever it was asked for', async () => {
    const test = await show()
    act(() => test.bench.window.setState({ comparison: { handlerId: 'echo.ts', from: 1, to: 2 } }))
    expect(await screen.findByRole('dialog', { name: 'Version 1 → version 2' })).toBeDefined()
  })
})
