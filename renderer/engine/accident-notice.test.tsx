import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Accident } from '../../contract/state'
import { MessagesPanel } from '../messages/messages-panel'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleSession } from '../testing/samples'
import { AccidentNotice } from './accident-notice'
import { accidentText } from './accident-text'

const at = new Date(2025, 3, 1, 12, 3).getTime()
const accident: Accident = {
  what: 'app',
  at,
  handlers: ['echo.ts'],
  sessions: ['old', 'cut'],
  report: '/data/crash.json',
}
const sessions = [
  sampleSession('old', { status: 'failed', openedAt: 1 }),
  sampleSession('cut', { status: 'failed', openedAt: 2 }),
]

async function show(change: Partial<Accident> = {}) {
  const state = sampleBench([sampleHandler('echo.ts')], sessions)
  const test = createTestBench({ ...state, accident: { ...accident, ...change } })
  renderBench(
    test,
    <>
      <AccidentNotice />
      <MessagesPanel />
    </>,
  )
  await screen.findByRole('alert', { name: 'Last time' })
  return test
}

describe('an accident of the last time', () => {
  it('is told with what was done about it, until it is dismissed in the engine', async () => {
    const test = await show()
    expect(screen.getByRole('alert').textContent).toContain(
      'Soundcheck ended unexpectedly at 12:03. echo.ts was running and now runs in a process until it changes.',
    )
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(test.paramsOf('accident.dismiss')).toHaveLength(1)
    act(() => test.emit('state.patched', { revision: 2, accident: null }))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('leads to the newest session that was cut off, and to the crash report', async () => {
    const test = await show()
    await userEvent.click(screen.getByRole('button', { name: 'Show the last session' }))
    await waitFor(() => expect(test.paramsOf('journal.query').at(-1)?.sessionId).toBe('cut'))
    await userEvent.click(screen.getByRole('button', { name: 'Open crash report' }))
    expect(test.paramsOf('shell.openCrashReport')).toHaveLength(1)
  })

  it('offers neither a session nor a report that is not there', async () => {
    await show({ sessions: ['unknown'], report: null })
    expect(screen.queryByRole('button', { name: 'Show the last session' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Open crash report' })).toBeNull()
  })
})

describe('accidentText', () => {
  it('fits what ended and how many ran', () => {
    expect(accidentText({ what: 'engine', at, handlers: [] })).toBe(
      'The engine ended unexpectedly at 12:03 and was started again.',
    )
    expect(accidentText({ what: 'app', at, handlers: [] })).toBe('Soundcheck ended unexpectedly at 12:03.')
    expect(accidentText({ what: 'app', at, handlers: ['a.ts', 'b.ts'] })).toContain(
      'a.ts and b.ts were running and now run in processes until they change.',
    )
  })
})
