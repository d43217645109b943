import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleSession } from '../testing/samples'
import { DetectiveButton } from './detective-button'
import { DetectivePanel } from './detective-panel'
import { sampleLinks } from './testing/samples'

async function show(change: Parameters<typeof sampleSession>[1] = {}) {
  const test = createTestBench(sampleBench([sampleHandler('echo.ts')], [sampleSession('s1', change)]), {
    'session.links': () => sampleLinks(1),
  })
  test.bench.window.setState({ selectedHandlerId: 'echo.ts' })
  renderBench(
    test,
    <>
      <DetectiveButton />
      <DetectivePanel />
    </>,
  )
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  return test
}

const done = (test: Awaited<ReturnType<typeof show>>) =>
  waitFor(() => expect(test.bench.detective.store.getState().status).toBe('done'), { timeout: 4000 })
const open = () => userEvent.click(screen.getByRole('button', { name: 'Why is it silent?' }))

describe('the panel of the silence detective', () => {
  it('opens the first link that carries nothing, in words, and undoes what silences it', async () => {
    const test = await show()
    act(() => test.bench.window.setState({ microphoneMuted: true }))
    await open()
    await done(test)
    const status = screen.getByRole('status', { name: 'Outcome' })
    expect(status.textContent).toMatch(/ends, as meant, at "Level": You muted the microphone/)
    const lines = within(screen.getByRole('region', { name: 'Sound' })).getAllByRole('listitem')
    expect(lines[2]?.textContent).toMatch(/silent, as meant.*Unmute it to be heard/)
    expect(lines[3]?.textContent).toContain('not looked at')
    await userEvent.click(screen.getByRole('button', { name: 'Unmute the microphone' }))
    expect(test.bench.window.getState().microphoneMuted).toBe(false)
    expect(test.bench.detective.store.getState().status).toBe('looking')
  })

  it('gives back what it opened without a call', async () => {
    const test = await show()
    act(() => test.bench.window.setState({ microphoneMuted: true }))
    await open()
    await done(test)
    expect(test.opened.map(({ stopped }) => stopped)).toEqual([true])
    expect(test.peers).toEqual([])
  })

  it('gives back what it opened when it is closed in the middle', async () => {
    const test = await show()
    await open()
    await waitFor(() => expect(test.opened).toHaveLength(1))
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(test.opened[0]?.stopped).toBe(true))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('is opened by its shortcut, and copies what it found as text', async () => {
    const test = await show()
    act(() => test.bench.window.setState({ microphoneMuted: true }))
    await userEvent.keyboard('{Control>}{Shift>}d{/Shift}{/Control}')
    await done(test)
    await userEvent.click(screen.getByRole('button', { name: 'Copy report' }))
    const text = test.paramsOf('shell.copyText')[0]?.text
    expect(text).toMatch(/^Path of echo, checked \d{4}-/)
    expect(text).toContain('[silent, as meant] Level: You muted the microphone in Soundcheck.')
    expect(text).toContain('[not looked at] Output device')
  })

  it('does something about the handler of the call', async () => {
    const test = await show({ host: 'gone' })
    await act(() => test.bench.call.start('echo.ts'))
    act(() => test.connect())
    act(() => test.bench.window.setState({ microphone: 'silence' }))
    await open()
    await done(test)
    expect(test.paramsOf('session.links')[0]).toEqual({ sessionId: 's1' })
    expect(screen.getByRole('status', { name: 'Outcome' }).textContent).toContain('"Silence" is chosen')
  })

  it('says that there is no handler to look at', async () => {
    const test = await show()
    act(() => test.bench.window.setState({ selectedHandlerId: null }))
    act(() => test.bench.detective.open())
    await waitFor(() =>
      expect(screen.getByRole('status', { name: 'Outcome' }).textContent).toContain('no handler'),
    )
  })
})
