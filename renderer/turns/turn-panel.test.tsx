import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import type { TurnEventName, TurnTaking } from '../../contract/turns'
import { Stage } from '../stage/stage'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleManifest, sampleTurns } from '../testing/samples'

const inputs = { type: 'object', properties: { talk: { type: 'boolean' } } }

async function show(turns: Partial<TurnTaking> | null, answers: Answers = {}) {
  const manifest = {
    ...sampleManifest,
    turns: turns && { ...sampleTurns, ...turns },
    inputs,
    inputDefaults: { talk: false },
  }
  const test = createTestBench(sampleBench([sampleHandler('talk.ts', { manifest })]), answers)
  test.bench.window.setState({ selectedHandlerId: 'talk.ts' })
  renderBench(test, <Stage />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  const start = async () => {
    await act(() => test.bench.call.start('talk.ts'))
    act(() => test.connect())
  }
  const turn = (name: TurnEventName, at: number, soundAt: number | null = null) =>
    act(() => test.emit('session.turn', { sessionId: 's1', event: { name, at, soundAt, detail: null } }))
  const told = () => test.paramsOf('session.setInputs').map(({ values }) => values.talk)
  return { ...test, start, turn, told }
}

const button = (name: RegExp | string) => screen.getByRole('button', { name }) as HTMLButtonElement

describe('the turns of a handler', () => {
  it('are not there for a handler that takes none', async () => {
    await show(null)
    expect(screen.queryByRole('region', { name: 'Turns' })).toBeNull()
    expect(screen.getByRole('switch', { name: 'Talk' })).toBeDefined()
  })

  it('are told in words and numbers, spoken once a step that lasts', async () => {
    const test = await show({})
    await test.start()
    const panel = screen.getByRole('region', { name: 'Turns' })
    const spoken = () => screen.getByRole('status', { name: 'Turn' }).textContent
    expect(panel.textContent).toContain('Listening')
    expect(spoken()).toBe('')
    test.turn('started_talking', 1200, 1000)
    expect(panel.textContent).toContain('You are speaking')
    await waitFor(() => expect(spoken()).toBe('You are speaking'))
    test.turn('pause_detected', 2612, 2100)
    test.turn('response_starting', 2842)
    const readings = screen.getByText('End of turn').closest('dl')
    expect(readings?.textContent).toBe('End of turn512\u00a0msFirst sound230\u00a0ms')
    await waitFor(() => expect(spoken()).toBe('Reply playing'))
    test.turn('interrupted', 3000, 2900)
    test.turn('started_talking', 3000, 2900)
    await waitFor(() => expect(spoken()).toBe('Interrupted'))
  })

  it('show on your own label that the handler was woken up', async () => {
    const test = await show({ stopWords: ['computer'] })
    await test.start()
    act(() => test.peers[0]?.listener.onText('{"type":"stopword","data":""}'))
    expect(screen.getByText('You: wake word')).toBeDefined()
  })
})

describe('a reply that is asked for', () => {
  it('needs a session', async () => {
    const test = await show({})
    expect(button('Reply now').disabled).toBe(true)
    await test.start()
    await userEvent.click(button('Reply now'))
    expect(test.paramsOf('session.trigger')).toEqual([{ sessionId: 's1', text: null }])
  })

  it('answers a typed text where the handler takes one', async () => {
    const test = await show({ typedText: true })
    await test.start()
    const field = screen.getByRole('textbox', { name: 'Type instead of talking' }) as HTMLInputElement
    await userEvent.type(field, '  {Enter}what time is it?{Enter}')
    expect(test.paramsOf('session.trigger')).toEqual([{ sessionId: 's1', text: 'what time is it?' }])
    expect(field.value).toBe('')
  })

  it('leaves the text where it was refused, and says why', async () => {
    const test = await show(
      { typedText: true },
      {
        'session.trigger': () => {
          throw new SoundcheckError('invalid', 'The handler takes no text.')
        },
      },
    )
    await test.start()
    const field = screen.getByRole('textbox', { name: 'Type instead of talking' }) as HTMLInputElement
    await userEvent.type(field, 'hello{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('The handler takes no text.')
    expect(field.value).toBe('hello')
  })

  it('has no field where only speech is understood', async () => {
    await show({})
    expect(screen.queryByRole('textbox')).toBeNull()
  })
})

describe('the button that is held to talk', () => {
  const held = () => button(/Space/).getAttribute('aria-pressed')

  it('takes the place of its input and is down while the pointer is', async () => {
    const test = await show({ pushToTalk: 'talk' })
    expect(screen.queryByRole('switch', { name: 'Talk' })).toBeNull()
    expect(button(/Hold to talk/).disabled).toBe(true)
    await test.start()
    fireEvent.pointerDown(button(/Hold to talk/), { button: 0, pointerId: 1 })
    expect(held()).toBe('true')
    fireEvent.pointerUp(button(/Talking/), { pointerId: 1 })
    expect(held()).toBe('false')
    expect(test.told()).toEqual([true, false])
  })

  it('is down while Space is held anywhere but in a text field, and presses no other button', async () => {
    const test = await show({ pushToTalk: 'talk', typedText: true })
    await test.start()
    const user = userEvent.setup()
    button('Reply now').focus()
    await user.keyboard('{ >}')
    expect(held()).toBe('true')
    await user.keyboard('{/ }')
    expect(test.told()).toEqual([true, false])
    expect(test.paramsOf('session.trigger')).toEqual([])
    await userEvent.type(screen.getByRole('textbox'), 'a b')
    expect(test.told()).toEqual([true, false])
  })

  it('is down while Enter is held on it', async () => {
    const test = await show({ pushToTalk: 'talk' })
    await test.start()
    const user = userEvent.setup()
    button(/Hold to talk/).focus()
    await user.keyboard('{Enter>3}')
    expect(test.told()).toEqual([true])
    await user.keyboard('{/Enter}')
    expect(test.told()).toEqual([true, false])
  })

  it.each([
    ['the window loses the focus', () => fireEvent.blur(window)],
    ['the pointer is taken away', () => fireEvent.pointerCancel(button(/Talking/), { pointerId: 1 })],
    ['the capture is lost', () => fireEvent.lostPointerCapture(button(/Talking/), { pointerId: 1 })],
  ])('is up when %s', async (_what, happens) => {
    const test = await show({ pushToTalk: 'talk' })
    await test.start()
    fireEvent.pointerDown(button(/Hold to talk/), { button: 0, pointerId: 1 })
    happens()
    expect(held()).toBe('false')
    expect(test.told()).toEqual([true, false])
  })

  it('is up with the end of the session, which it tells nothing more', async () => {
    const test = await show({ pushToTalk: 'talk' })
    await test.start()
    fireEvent.pointerDown(button(/Hold to talk/), { button: 0, pointerId: 1 })
    await act(() => test.bench.call.stop())
    expect(held()).toBe('false')
    expect(test.told()).toEqual([true])
  })

  it('is up when the handler no longer has it', async () => {
    const test = await show({ pushToTalk: 'talk' })
    await test.start()
    fireEvent.pointerDown(button(/Hold to talk/), { button: 0, pointerId: 1 })
    const manifest = { ...sampleManifest, turns: sampleTurns, inputs }
    const handlers = { 'talk.ts': sampleHandler('talk.ts', { version: 2, manifest }) }
    act(() => test.emit('state.patched', { revision: 2, handlers }))
    expect(test.told()).toEqual([true, false])
    fireEvent.keyDown(window, { code: 'Space', key: ' ' })
    expect(test.told()).toEqual([true, false])
  })
})
