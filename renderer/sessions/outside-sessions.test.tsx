import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { noServer } from '../../contract/server'
import type { Door, SessionEntry } from '../../contract/state'
import { Inspector } from '../inspector/inspector'
import { Stage } from '../stage/stage'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleManifest, sampleSession, sampleTurns } from '../testing/samples'
import { SessionPane } from './session-pane'
import { clockText, timeText } from './session-words'

const outside = (id: string, door: Door, change: Partial<SessionEntry> = {}): SessionEntry =>
  sampleSession(id, {
    client: { door, webrtcId: `${id}-name`, address: '192.168.1.20' },
    openedAt: Date.now() - 65_000,
    ...change,
  })

const inputs = { type: 'object', properties: { gain: { type: 'number' }, loud: { type: 'boolean' } } }
const manifest = {
  ...sampleManifest,
  title: 'Echo',
  turns: { ...sampleTurns, typedText: true },
  concurrencyLimit: 4,
  timeLimitInS: 600,
  inputs,
  inputDefaults: { gain: 1, loud: false },
}

async function show(sessions: readonly SessionEntry[], shown: ReactNode) {
  const handlers = [sampleHandler('echo.ts', { manifest }), sampleHandler('tone.ts')]
  const test = createTestBench(sampleBench(handlers, sessions))
  test.bench.window.setState({ selectedHandlerId: 'tone.ts' })
  renderBench(test, shown)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  let revision = 1
  const patch = (session: SessionEntry) => {
    revision += 1
    act(() => test.emit('state.patched', { revision, sessions: { [session.id]: session } }))
  }
  return { ...test, patch }
}

const showList = (sessions: readonly SessionEntry[]) => show(sessions, <SessionPane />)
const showAll = (sessions: readonly SessionEntry[]) =>
  show(
    sessions,
    <>
      <SessionPane />
      <Stage />
      <Inspector />
    </>,
  )

const options = () => screen.queryAllByRole('option').map((option) => option.textContent)
const option = (name: RegExp) => screen.getByRole('option', { name })
const choose = (name: RegExp) => userEvent.click(option(name))

describe('the times of a session', () => {
  it('are those of a clock, with the limit where there is one', () => {
    expect([0, 7_900, 723_000, 3_723_000].map(clockText)).toEqual(['0:00', '0:07', '12:03', '1:02:03'])
    expect(timeText(42_000, null)).toBe('0:42')
    expect(timeText(42_000, 90)).toBe('0:42 of 1:30')
  })
})

describe('the list of sessions', () => {
  it('is not there while nobody came from outside, and says so once somebody could', async () => {
    const test = await showList([])
    expect(screen.queryByRole('listbox')).toBeNull()
    act(() => test.emit('state.patched', { revision: 2, server: { ...noServer, status: 'listening' } }))
    expect(screen.getByText('Nobody from outside is connected.')).toBeDefined()
  })

  it('has this window first, then who is there, newest first, by door, name, handler and address', async () => {
    const old = outside('a', 'telephone', { openedAt: Date.now() - 3_700_000 })
    await showList([old, outside('b', 'websocket'), outside('c', 'webrtc', { status: 'closed' })])
    const withoutTimes = options().map((text) => text?.replace(/\d+(:\d\d)+/, ' '))
    expect(withoutTimes).toEqual([
      'This windownot connected',
      'WebSocket b-name Echo · 192.168.1.20',
      'Telephone a-name Echo · 192.168.1.20',
    ])
  })

  it('is walked through with the keyboard', async () => {
    const test = await showList([outside('a', 'webrtc'), outside('b', 'whip', { openedAt: 0 })])
    screen.getByRole('listbox', { name: 'Sessions' }).focus()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    expect(test.bench.outside.id.get()).toBe('b')
    await userEvent.keyboard('{Home}')
    expect(test.bench.outside.id.get()).toBeNull()
  })

  it('leaves out this window’s own session, also before its own id is known', async () => {
    const test = await showList([outside('a', 'webrtc')])
    await act(() => test.bench.call.start('tone.ts'))
    test.patch(sampleSession('s1', { handlerId: 'tone.ts', status: 'connecting' }))
    test.patch(sampleSession('s2', { handlerId: 'tone.ts', status: 'connecting' }))
    expect(options()).toHaveLength(2)
    test.patch(sampleSession('s2', { handlerId: 'tone.ts' }))
    expect(options()[1]).toContain('WebRTC')
    expect(options()[2]).toContain('Another window')
  })
})

describe('a session of somebody else that is chosen', () => {
  it('is shown with its handler, its limits and its messages in place of the own one', async () => {
    const test = await showAll([outside('a', 'webrtc')])
    await choose(/WebRTC/)
    expect(screen.getByRole('heading', { name: 'WebRTC from 192.168.1.20' })).toBeDefined()
    const facts = screen.getByText(/places taken/).textContent
    expect(facts).toMatch(/^live · 1:0\d of 10:00 · Echo v1 · 1 of 4 places taken · id a-name$/)
    expect(test.bench.window.getState().selectedHandlerId).toBe('echo.ts')
    expect(test.paramsOf('journal.query').at(-1)?.sessionId).toBe('a')
    expect(screen.getByRole('combobox', { name: 'Session' }).textContent).toContain('Echo · WebRTC')
    expect((screen.getByRole('textbox', { name: 'Message' }) as HTMLTextAreaElement).placeholder).toContain(
      'sent by its client',
    )
  })

  it('is told of turns, typed texts and inputs, and what comes of them is shown', async () => {
    const test = await showAll([outside('a', 'webrtc', { inputs: { gain: 1, loud: true } })])
    await choose(/WebRTC/)
    const event = { name: 'started_talking', at: 100, soundAt: 50, detail: null } as const
    act(() => test.emit('session.turn', { sessionId: 'a', event }))
    expect(screen.getByRole('region', { name: 'Turns' }).textContent).toContain('The client is speaking')
    await userEvent.type(screen.getByRole('textbox', { name: 'Type instead of talking' }), 'hi{Enter}')
    expect(test.paramsOf('session.trigger')).toEqual([{ sessionId: 'a', text: 'hi' }])
    const loud = screen.getByRole('switch', { name: 'Loud' })
    expect(loud.getAttribute('aria-checked')).toBe('true')
    await userEvent.click(loud)
    await waitFor(() =>
      expect(test.paramsOf('session.setInputs')).toEqual([{ sessionId: 'a', values: { loud: false } }]),
    )
  })

  it('is ended from here, and its end is told while its messages stay', async () => {
    const session = outside('a', 'websocket')
    const test = await showAll([session])
    await choose(/WebSocket/)
    await userEvent.click(screen.getByRole('button', { name: 'End session' }))
    expect(test.paramsOf('session.close')).toEqual([{ sessionId: 'a' }])
    test.patch({ ...session, status: 'closed', reason: 'ended in the window', closedAt: Date.now() })
    expect(screen.getByText('Session over: WebSocket from 192.168.1.20, ended in the window.')).toBeDefined()
    expect(screen.queryByRole('heading', { name: /WebSocket/ })).toBeNull()
    expect(screen.getByRole('combobox', { name: 'Session' }).textContent).toContain('Echo · WebSocket')
  })

  it('is left for this window, or for another handler', async () => {
    const test = await showAll([outside('a', 'webrtc')])
    await choose(/WebRTC/)
    await userEvent.click(screen.getByRole('button', { name: 'Back to this window' }))
    expect(test.bench.outside.id.get()).toBeNull()
    await choose(/WebRTC/)
    act(() => test.bench.window.setState({ selectedHandlerId: 'tone.ts' }))
    expect(test.bench.outside.id.get()).toBeNull()
    expect(screen.getByRole('region', { name: 'You send' })).toBeDefined()
  })

  it('has a bar of its own while its handler has stopped', async () => {
    const session = outside('a', 'webrtc')
    const test = await showAll([session])
    await choose(/WebRTC/)
    test.patch({ ...session, host: 'gone' })
    expect(screen.getByRole('alert', { name: 'Handler' }).textContent).toContain('The handler has stopped')
    expect(option(/WebRTC/).textContent).toContain('stopped')
  })
})

describe('the messages', () => {
  it('name the session that they are of, also where there is only one', async () => {
    const test = await showAll([outside('a', 'telephone', { status: 'closed' })])
    expect(screen.getByRole('combobox', { name: 'Session' }).textContent).toBe('Earlier sessions')
    act(() => test.bench.window.setState({ chosenSessionId: 'a' }))
    expect(screen.getByRole('combobox', { name: 'Session' }).textContent).toContain('Echo · Telephone')
  })
})
