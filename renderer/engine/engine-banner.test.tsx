import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import { AlertStack } from '../alerts/alert-stack'
import { TopBar } from '../app/top-bar'
import { MessagesPanel } from '../messages/messages-panel'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleManifest, sampleRow } from '../testing/samples'
import { EngineBanner } from './engine-banner'

const inputs = { type: 'object', properties: { gain: { type: 'number' } } }
const echo = sampleHandler('echo.ts', { manifest: { ...sampleManifest, inputs, inputDefaults: { gain: 1 } } })

async function show(answers: Answers = {}) {
  const test = createTestBench(sampleBench([echo]), answers)
  test.bench.window.setState({ selectedHandlerId: 'echo.ts' })
  renderBench(
    test,
    <>
      <TopBar />
      <EngineBanner />
      <AlertStack />
      <MessagesPanel />
    </>,
  )
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  return test
}

async function inCall(answers: Answers = {}) {
  const test = await show(answers)
  await act(() => test.bench.call.start('echo.ts'))
  act(() => test.connect())
  expect(test.status()).toBe('live')
  return test
}

const failed = { message: 'out of memory.', restartsInMs: 1000 }

describe('the end of the engine', () => {
  it('is said once, ends the call, and lets nothing be started until it runs again', async () => {
    const test = await inCall()
    act(() => test.emit('shell.engineFailed', failed))
    const banner = await screen.findByRole('alert')
    expect(banner.textContent).toContain('The engine ended: out of memory; it starts again in 1\u00a0s.')
    expect(test.status()).toBe('failed')
    expect(test.peers[0]?.closed).toBe(true)
    expect((screen.getByRole('button', { name: 'Start' }) as HTMLButtonElement).disabled).toBe(true)
    expect(screen.queryByRole('button', { name: /^in a|^Queues/ })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Open crash report' }))
    expect(test.paramsOf('shell.openCrashReport')).toHaveLength(1)
  })

  it('can be mended by hand when it ended too often', async () => {
    const test = await show()
    act(() => test.emit('shell.engineFailed', { ...failed, restartsInMs: null }))
    expect((await screen.findByRole('alert')).textContent).toMatch(/out of memory\..*start Soundcheck again/)
    await userEvent.click(screen.getByRole('button', { name: 'Start again' }))
    expect(test.paramsOf('shell.restartEngine')).toHaveLength(1)
  })

  it('says why there is no crash report', async () => {
    const test = await show({
      'shell.openCrashReport': () => {
        throw new SoundcheckError('unavailable', 'There is no crash report.')
      },
    })
    act(() => test.emit('shell.engineFailed', failed))
    await userEvent.click(await screen.findByRole('button', { name: 'Open crash report' }))
    expect(await screen.findByText(/There is no crash report/)).toBeDefined()
  })
})

describe('an engine that does not answer', () => {
  it('is told of in a window that was opened after its end, and can be started from there', async () => {
    let isDown = true
    const test = createTestBench(sampleBench([echo]), {
      'state.get': () => {
        if (isDown) throw new SoundcheckError('unavailable', 'The engine is not running.')
        return { revision: 1, state: sampleBench([echo]) }
      },
    })
    renderBench(test, <EngineBanner />)
    expect((await screen.findByRole('alert')).textContent).toContain(
      'The engine does not answer: The engine is not running.Start it again here',
    )
    await userEvent.click(screen.getByRole('button', { name: 'Start again' }))
    expect(test.paramsOf('shell.restartEngine')).toHaveLength(1)
    isDown = false
    act(() => test.emit('shell.engineRestarted', {}))
    expect((await screen.findByRole('status')).textContent).toContain('The engine runs again.')
  })
})

describe('an engine that runs again', () => {
  it('is connected to with the same handler, inputs and sources on request', async () => {
    const test = await inCall()
    act(() => test.bench.window.setState({ microphone: 'tone', inputEdits: { 'echo.ts': { gain: 4 } } }))
    act(() => test.emit('shell.engineFailed', failed))
    act(() => test.emit('shell.engineRestarted', {}))
    const banner = await screen.findByRole('status', { name: 'Engine' })
    expect(banner.textContent).toContain('The engine runs again.')
    const reconnect = screen.getByRole('button', { name: 'Reconnect' }) as HTMLButtonElement
    await waitFor(() => expect(reconnect.disabled).toBe(false))
    await userEvent.click(reconnect)
    await waitFor(() => expect(test.paramsOf('session.open')).toHaveLength(2))
    expect(test.paramsOf('session.open')[1]).toMatchObject({ handlerId: 'echo.ts', inputs: { gain: 4 } })
    expect(test.opened.at(-1)?.label).toBe('tone')
    expect(screen.queryByRole('status', { name: 'Engine' })).toBeNull()
  })

  it('waits with the connection until the handler is loaded again', async () => {
    let handlers = [echo]
    const test = await inCall({ 'state.get': () => ({ revision: 1, state: sampleBench(handlers) }) })
    handlers = [sampleHandler('echo.ts', { status: 'compiling', version: 0, manifest: null })]
    act(() => test.emit('shell.engineFailed', failed))
    act(() => test.emit('shell.engineRestarted', {}))
    await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
    const reconnect = () => screen.getByRole('button', { name: 'Reconnect' }) as HTMLButtonElement
    expect(reconnect().disabled).toBe(true)
    act(() => test.emit('state.patched', { revision: 2, handlers: { 'echo.ts': echo } }))
    expect(reconnect().disabled).toBe(false)
  })

  it('still knows the call that was cut off when it ends a second time', async () => {
    const test = await inCall()
    for (let death = 0; death < 2; death += 1) {
      act(() => test.emit('shell.engineFailed', failed))
      act(() => test.emit('shell.engineRestarted', {}))
    }
    expect(await screen.findByRole('button', { name: 'Reconnect' })).toBeDefined()
  })

  it('offers no connection when there was none, and needs no more saying once a call begins', async () => {
    const test = await show()
    act(() => test.emit('shell.engineFailed', failed))
    act(() => test.emit('shell.engineRestarted', {}))
    await screen.findByRole('status', { name: 'Engine' })
    expect(screen.queryByRole('button', { name: 'Reconnect' })).toBeNull()
    await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
    await userEvent.click(screen.getByRole('button', { name: 'Start' }))
    expect(screen.queryByRole('status', { name: 'Engine' })).toBeNull()
  })

  it('is one piece of news with the accident that it tells of', async () => {
    const accident = { what: 'engine', at: 0, handlers: [], sessions: [], report: null } as const
    let now = sampleBench([echo])
    const test = await show({ 'state.get': () => ({ revision: 1, state: now }) })
    now = { ...now, accident }
    act(() => test.emit('shell.engineFailed', failed))
    act(() => test.emit('shell.engineRestarted', {}))
    await waitFor(() => expect(test.bench.mirror.store.getState().bench.accident).toEqual(accident))
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(test.paramsOf('accident.dismiss')).toHaveLength(1)
    expect(screen.queryByRole('status', { name: 'Engine' })).toBeNull()
  })
})

describe('the messages of a call that was cut off', () => {
  it('stay readable while the engine is gone, and after it', async () => {
    const rows = [sampleRow(0, { summary: 'before the end' })]
    let isGone = false
    const test = await inCall({
      'journal.query': () => {
        if (isGone) throw new SoundcheckError('not-found', 'There is no such session.')
        return { rows, matched: 1, total: 1, dropped: 0, complete: true }
      },
    })
    expect(await screen.findByText('before the end')).toBeDefined()
    isGone = true
    act(() => test.emit('shell.engineFailed', failed))
    act(() => test.emit('shell.engineRestarted', {}))
    await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
    act(() => test.emit('journal.grew', { sessionId: 's1', total: 1, dropped: 0 }))
    await waitFor(() => expect(test.paramsOf('journal.query').length).toBeGreaterThan(1))
    expect(screen.getByText('before the end')).toBeDefined()
  })
})

describe('the countdown', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('runs, and is not read aloud with each tick', async () => {
    const test = createTestBench(sampleBench([echo]))
    renderBench(test, <EngineBanner />)
    act(() => test.emit('shell.engineFailed', { ...failed, restartsInMs: 4000 }))
    const timer = screen.getByRole('timer')
    expect(timer.getAttribute('aria-live')).toBe('off')
    expect(timer.textContent).toBe('starts again in 4\u00a0s')
    await act(() => vi.advanceTimersByTimeAsync(2500))
    expect(timer.textContent).toBe('starts again in 2\u00a0s')
    await act(() => vi.advanceTimersByTimeAsync(2000))
    expect(timer.textContent).toBe('is starting again')
  })
})
