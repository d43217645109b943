import { act, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import type { SessionEntry } from '../../contract/state'
import { AlertStack } from '../alerts/alert-stack'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleSession } from '../testing/samples'
import { HostBadge } from './host-badge'
import { HostBar } from './host-bar'
import { isolationText } from './host-words'
import { countdownText, lastedText, withoutStop } from './time-words'

const NOW = 1_700_000_000_000
const position = { file: '/handlers/mine.ts', line: 12, column: 5 }
const blocked = { method: 'receive', since: NOW - 4000, endsAt: NOW + 6000, position } as const

async function show(session: Partial<SessionEntry>, answers: Answers = {}) {
  const test = createTestBench(sampleBench([sampleHandler('echo.ts')]), answers)
  renderBench(
    test,
    <>
      <HostBadge />
      <HostBar />
      <AlertStack />
    </>,
  )
  await vi.waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('echo.ts'))
  let revision = 1
  const change = (next: Partial<SessionEntry>) => {
    revision += 1
    const sessions = { s1: sampleSession('s1', next) }
    act(() => test.emit('state.patched', { revision, sessions }))
  }
  change(session)
  return { ...test, change }
}

const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })))

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a call that blocks', () => {
  it('is told with method, place and the time until its end, which runs', async () => {
    await show({ host: 'blocked', blocked })
    const bar = screen.getByRole('alert', { name: 'Blocked call' })
    const said = () => bar.textContent?.replaceAll('\u00a0', ' ')
    expect(said()).toContain('receive() has held its thread for 4 s, at mine.ts:12. It is ended in 6 s.')
    await act(() => vi.advanceTimersByTimeAsync(3000))
    expect(said()).toContain('for 7 s, at mine.ts:12. It is ended in 3 s.')
    await act(() => vi.advanceTimersByTimeAsync(4000))
    expect(said()).toContain('It is being ended.')
  })

  it('can be waited for, stopped and looked at, without taking the focus', async () => {
    const test = await show({ host: 'blocked', blocked })
    expect(document.activeElement).toBe(document.body)
    await press('Wait')
    await press('Stop now')
    await press('Open file')
    expect(test.paramsOf('session.waitForCall')).toEqual([{ sessionId: 's1' }])
    expect(test.paramsOf('session.stopCall')).toEqual([{ sessionId: 's1' }])
    expect(test.paramsOf('shell.openFile')).toEqual([{ handlerId: 'echo.ts' }])
  })

  it('is told without what is not known, and of a process as such', async () => {
    await show({
      host: 'blocked',
      isolation: 'process',
      blocked: { ...blocked, method: null, position: null },
    })
    expect(screen.getByRole('alert').textContent).toContain(
      'The handler has held its process for 4\u00a0s. It',
    )
  })

  it('is no more told of when it gives its thread back', async () => {
    const test = await show({ host: 'blocked', blocked })
    test.change({ host: 'running' })
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('says why it could not be stopped', async () => {
    const refused = () => {
      throw new SoundcheckError('invalid', 'Nothing blocks any more.')
    }
    await show({ host: 'blocked', blocked }, { 'session.stopCall': refused })
    await press('Stop now')
    expect(screen.getByText(/Nothing blocks any more/)).toBeDefined()
  })
})

describe('a handler that failed', () => {
  it('says which attempt begins when, and can be started at once', async () => {
    const test = await show({ host: 'waiting', restart: { attempt: 2, of: 5, at: NOW + 2000 } })
    const bar = screen.getByRole('status', { name: 'Handler' })
    expect(bar.textContent).toContain('The handler failed; attempt 2 of 5 begins in 2\u00a0s.')
    await act(() => vi.advanceTimersByTimeAsync(1200))
    expect(bar.textContent).toContain('begins in 1\u00a0s.')
    await press('Start now')
    expect(test.paramsOf('session.restart')).toEqual([{ sessionId: 's1' }])
  })

  it('says once why it has stopped, and can be started again', async () => {
    const fault = {
      code: 'handler',
      message: 'emit failed five times.',
      hint: 'Mend emit.',
      position,
    } as const
    const test = await show({ host: 'gone', fault })
    const bar = screen.getByRole('alert')
    expect(bar.textContent).toContain(
      'The handler has stopped: emit failed five times, at mine.ts:12.Mend emit.',
    )
    await press('Start again')
    expect(test.paramsOf('session.restart')).toEqual([{ sessionId: 's1' }])
  })

  it('is not told of when the session is over', async () => {
    const test = await show({ host: 'gone' })
    expect(screen.getByRole('alert')).toBeDefined()
    test.change({ host: 'gone', status: 'closed' })
    expect(screen.queryByRole('alert', { name: 'Handler' })).toBeNull()
  })
})

describe('where a handler runs', () => {
  it('is seen in the call, with how it fares there', async () => {
    const test = await show({ host: 'running' })
    expect(screen.getByRole('button', { name: 'in a thread' })).toBeDefined()
    test.change({ host: 'blocked', blocked, isolation: 'process' })
    expect(screen.getByRole('button', { name: 'in a process · blocked' })).toBeDefined()
    test.change({ status: 'closed' })
    expect(screen.queryByRole('button', { name: /in a/ })).toBeNull()
  })

  it('is explained in plain words', () => {
    expect(isolationText({ kind: 'thread', reason: null })).toContain('a thread inside of Soundcheck')
    expect(isolationText({ kind: 'process', reason: 'asked' })).toBe(
      'It runs in a process of its own, because its file asks for it.',
    )
    expect(isolationText({ kind: 'process', reason: 'died' })).toContain(
      'It goes back to a thread when its file changes.',
    )
    expect(isolationText({ kind: 'process', reason: null })).toBe('It runs in a process of its own.')
  })
})

describe('times in words', () => {
  it('count what has passed down, and what is to come up', () => {
    const plain = (text: string) => text.replaceAll('\u00a0', ' ')
    expect([0, 999, 4000, 65_000, 120_000, -5].map(lastedText).map(plain)).toEqual([
      '0 s',
      '0 s',
      '4 s',
      '1 min 5 s',
      '2 min',
      '0 s',
    ])
    expect([1, 1001, 59_001, -5].map(countdownText).map(plain)).toEqual(['1 s', '2 s', '1 min', '0 s'])
  })

  it('leave the first line of a message without its full stop', () => {
    expect(withoutStop('It broke.\nat x')).toBe('It broke')
  })
})
