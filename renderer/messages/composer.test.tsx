import { act, screen, waitFor, within } from '@testing-library/react'
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

  it('fills in variables, says which it does not know, and keeps the text as it was written', async () => {
    const { sent, bench } = await show()
    await userEvent.click(box())
    await userEvent.paste('{"who":"{{who}}","n":{{$counter}}}')
    expect(screen.getByRole('alert').textContent).toContain('no variable named who')
    expect(button().disabled).toBe(true)
    act(() => bench.inspector.library.setState({ variables: [{ name: 'who', value: 'Ada' }] }))
    expect(screen.getByText('JSON')).toBeDefined()
    await userEvent.click(button())
    expect(sent()).toEqual(['{"who":"Ada","n":1}'])
    await userEvent.type(box(), '{ArrowUp}')
    expect(box().value).toBe('{"who":"{{who}}","n":{{$counter}}}')
  })

  it('keeps messages in folders, puts them into the field and sends them', async () => {
    const { sent } = await show()
    await userEvent.type(box(), 'hello')
    await userEvent.click(screen.getByRole('button', { name: 'Saved messages' }))
    await userEvent.type(screen.getByRole('textbox', { name: 'Name of the message' }), 'Greeting')
    await userEvent.type(screen.getByRole('combobox', { name: 'Folder' }), 'Polite{Enter}')
    const folder = within(await screen.findByRole('region', { name: 'Polite' }))
    await userEvent.click(folder.getByRole('button', { name: 'Send Greeting' }))
    expect(sent()).toEqual(['hello'])
    await userEvent.click(folder.getByRole('button', { name: 'Delete Greeting' }))
    expect(screen.queryByRole('region', { name: 'Polite' })).toBeNull()
  })

  it('repeats a message in sight until it is stopped', async () => {
    const { sent } = await show()
    await userEvent.type(box(), 'ping')
    await userEvent.click(screen.getByRole('button', { name: 'Repeat' }))
    await userEvent.clear(screen.getByRole('textbox', { name: 'every, ms' }))
    await userEvent.type(screen.getByRole('textbox', { name: 'every, ms' }), '60000')
    await userEvent.click(screen.getByRole('button', { name: 'Start repeating' }))
    const repeats = within(await screen.findByRole('list', { name: 'Repeats' }))
    expect(await repeats.findByText('every 60,000 ms, 1 sent')).toBeDefined()
    expect(sent()).toEqual(['ping'])
    await userEvent.click(repeats.getByRole('button', { name: 'Stop repeating' }))
    expect(screen.queryByRole('list', { name: 'Repeats' })).toBeNull()
  })
})
