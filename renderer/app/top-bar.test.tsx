import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler } from '../testing/samples'
import { roundTripText } from './connection-pill'
import { TopBar } from './top-bar'

async function show() {
  const test = createTestBench(sampleBench([sampleHandler('echo.ts'), sampleHandler('tone.ts')]))
  test.bench.window.setState({ selectedHandlerId: 'echo.ts' })
  renderBench(test, <TopBar />)
  await screen.findByText('echo')
  return { ...test, pill: () => screen.getByRole('status', { name: 'Connection' }).textContent }
}

describe('the top bar', () => {
  it('shows every state of a call and the round trip while it is live', async () => {
    const test = await show()
    expect(test.pill()).toBe('new: not connected')
    await userEvent.click(screen.getByRole('button', { name: 'Start' }))
    await waitFor(() => expect(test.peers[0]?.answer).toBe('the answer'))
    expect(test.pill()).toBe('connecting')
    act(() => test.connect())
    expect(test.pill()).toBe('live')
    expect(await screen.findByText('2.5 ms')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }))
    await waitFor(() => expect(test.pill()).toBe('closed'))
    expect(screen.getByRole('button', { name: 'Start' })).toBeDefined()
  })

  it('says which handler the call is with when another one is looked at', async () => {
    const test = await show()
    await userEvent.click(screen.getByRole('button', { name: 'Start' }))
    act(() => test.bench.window.setState({ selectedHandlerId: 'tone.ts' }))
    expect(screen.getByText('in a call with echo')).toBeDefined()
    expect(screen.getByText('tone')).toBeDefined()
  })

  it('cannot start without a handler that runs', async () => {
    const test = createTestBench(sampleBench([sampleHandler('wip.ts', { manifest: null })]))
    test.bench.window.setState({ selectedHandlerId: 'wip.ts' })
    renderBench(test, <TopBar />)
    await screen.findByText('wip.ts')
    expect((screen.getByRole('button', { name: 'Start' }) as HTMLButtonElement).disabled).toBe(true)
  })
})

describe('roundTripText', () => {
  it('is exact where times are short', () => {
    expect([0.04, 0.42, 9.96, 42.4].map(roundTripText)).toEqual(['<0.1 ms', '0.4 ms', '10.0 ms', '42 ms'])
  })
})
