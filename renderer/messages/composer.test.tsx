import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { MAX_MESSAGE_BYTES } from '../../contract/json'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler } from '../testing/samples'
import { Composer } from './composer'

const box = () => screen.getByRole('textbox', { name: 'Message' }) as HTMLTextAreaElement
const button = () => screen.getByRole('button', { name: 'Send' }) as HTMLButtonElement

async function show() {
  const test = createTestBench(sampleBench([sampleHandler('echo.ts')]))
  renderBench(test, <Composer />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('echo.ts'))
  act(() => test.connect())
  const sent = () => test.peers[0]?.sentTexts
  return { ...test, sent }
}

describe('the composer', () => {
  it('is switched off with the reason while there is no session', () => {
    renderBench(createTestBench(sampleBench([])), <Composer />)
    expect(box().disabled).toBe(true)
    expect(box().placeholder).toBe('Press Start to send messages')
    expect(button().disabled).toBe(true)
  })

  it('sends with the button and with Enter, and is empty afterwards', async () => {
    const { sent } = await show()
    await userEvent.type(box(), 'one')
    await userEvent.click(button())
    await userEvent.type(box(), 'two{Enter}')
    expect(sent()).toEqual(['one', 'two'])
    expect(box().value).toBe('')
  })

  it('breaks the line with Shift+Enter', async () => {
    const { sent } = await show()
    await userEvent.type(box(), 'a{Shift>}{Enter}{/Shift}b{Control>}{Enter}{/Control}')
    expect(sent()).toEqual(['a\nb'])
  })

  it('warns of broken JSON but sends it as text', async () => {
    const { sent } = await show()
    await userEvent.type(box(), '{{"a": ')
    expect(screen.getByText(/Not valid JSON, would be sent as text/)).toBeDefined()
    await userEvent.click(button())
    expect(sent()).toEqual(['{"a": '])
  })

  it('refuses more than the channel carries and says so', async () => {
    const { sent } = await show()
    await userEvent.click(box())
    await userEvent.paste('x'.repeat(MAX_MESSAGE_BYTES + 1))
    expect(screen.getByRole('alert').textContent).toBe('262,145 bytes: a message has at most 262,144')
    expect(button().disabled).toBe(true)
    await userEvent.keyboard('{Enter}')
    expect(sent()).toEqual([])
  })

  it('brings back what was sent with the arrow up', async () => {
    await show()
    await userEvent.type(box(), 'first{Enter}second{Enter}draft{ArrowUp}{ArrowUp}')
    expect(box().value).toBe('first')
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    expect(box().value).toBe('draft')
  })
})
