import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { HeldMessage } from '../../contract/message-gate'
import { MessagesPanel } from '../messages/messages-panel'
import { createTestBench } from '../testing/fake-call'
import { createFakeJournal } from '../testing/fake-journal'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleRow, sampleSession } from '../testing/samples'

const held = (id: number, more: Partial<HeldMessage> = {}): HeldMessage => ({
  ...{ id, direction: 'in', type: 'ask', text: `{"type":"ask","data":${id}}`, isWhole: true, heldAt: 0 },
  ...more,
})

async function show(messages: readonly HeldMessage[] = []) {
  const messageGate = { rules: [], held: messages }
  const session = { ...sampleSession('s1'), status: 'live' as const, messageGate }
  const test = createTestBench(
    { ...sampleBench([sampleHandler('echo.ts')]), sessions: { s1: session } },
    {
      ...createFakeJournal([sampleRow(0, { type: 'ask', direction: 'in' })]).answers,
      'session.setMessageRules': () => null,
      'session.releaseMessage': () => null,
      'session.dropMessage': () => null,
    },
  )
  renderBench(test, <MessagesPanel />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('echo.ts'))
  return test
}

const click = (name: string) => userEvent.click(screen.getByRole('button', { name }))
const open = () => click('Hold messages')

describe('the rules', () => {
  it('say what they are for while there is none, and are off when they are new', async () => {
    const test = await show()
    await open()
    expect(screen.getByText(/A rule holds, delays or drops/)).toBeDefined()
    await click('Add a rule')
    expect(screen.getByRole('switch', { name: 'Rule 1' }).getAttribute('aria-checked')).toBe('false')
    expect(test.paramsOf('session.setMessageRules')).toEqual([])
  })

  it('hold here as soon as they are on, and the closed panel says that', async () => {
    const test = await show()
    await open()
    await click('Add a rule')
    await userEvent.click(screen.getByRole('searchbox', { name: 'Messages of rule 1' }))
    await userEvent.paste('type:ask')
    await userEvent.click(screen.getByRole('switch', { name: 'Rule 1' }))
    await waitFor(() =>
      expect(test.paramsOf('session.setMessageRules').at(-1)).toMatchObject({
        sessionId: 's1',
        rules: [{ direction: 'both', query: 'type:ask', action: { do: 'hold' }, enabled: true }],
      }),
    )
    await open()
    expect(screen.getByText('Rules hold')).toBeDefined()
  })

  it('say what is wrong with their query, and do nothing until then', async () => {
    const test = await show()
    await open()
    await click('Add a rule')
    await userEvent.click(screen.getByRole('switch', { name: 'Rule 1' }))
    await userEvent.click(screen.getByRole('searchbox', { name: 'Messages of rule 1' }))
    await userEvent.paste('size>>')
    expect(await screen.findByText(/The rule does nothing until it is mended/)).toBeDefined()
    await waitFor(() => expect(test.paramsOf('session.setMessageRules').at(-1)?.rules ?? []).toEqual([]))
  })

  it('are made of a row for those like it', async () => {
    const test = await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Unfold row' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Hold such messages' }))
    const [rule] = test.bench.inspector.ruleBook.store.getState().rules
    expect(rule).toMatchObject({ direction: 'in', query: 'type:ask', action: { do: 'hold' }, enabled: true })
    expect(screen.getByRole('region', { name: 'Messages on their way' })).toBeDefined()
  })
})

describe('messages that are held', () => {
  it('are counted while the panel is closed, the oldest is first', async () => {
    await show([held(1), held(2, { direction: 'out' })])
    expect(screen.getByRole('status').textContent).toBe('2 held')
    await open()
    const lines = within(screen.getByRole('region', { name: 'Held messages' })).getAllByRole('listitem')
    expect(lines.map((line) => line.querySelector('code')?.textContent)).toEqual([held(1).text, held(2).text])
  })

  it('go on as they are, edited, or not at all', async () => {
    const test = await show([held(1), held(2), held(3)])
    await open()
    const line = (n: number) =>
      within(
        within(screen.getByRole('region', { name: 'Held messages' })).getAllByRole('listitem')[
          n
        ] as HTMLElement,
      )
    const press = (n: number, name: string) => userEvent.click(line(n).getByRole('button', { name }))
    await press(0, 'Let go')
    await press(1, 'Edit')
    const field = line(1).getByRole('textbox', { name: 'Text of held message 2' })
    await userEvent.clear(field)
    await userEvent.click(field)
    await userEvent.paste('{"type":"other"')
    expect(line(1).getByText(/Not valid JSON/)).toBeDefined()
    await press(1, 'Let the edited one go')
    await press(2, 'Drop')
    expect(test.paramsOf('session.releaseMessage')).toEqual([
      { sessionId: 's1', id: 1, text: null },
      { sessionId: 's1', id: 2, text: '{"type":"other"' },
    ])
    expect(test.paramsOf('session.dropMessage')).toEqual([{ sessionId: 's1', id: 3 }])
  })

  it('go on all together in their order; one that is cut cannot be edited', async () => {
    const test = await show([held(4, { isWhole: false }), held(5)])
    await open()
    const [edit] = screen.getAllByRole('button', { name: 'Edit' }) as HTMLButtonElement[]
    expect(edit?.disabled).toBe(true)
    await click('Let all go')
    await waitFor(() => expect(test.paramsOf('session.releaseMessage').map(({ id }) => id)).toEqual([4, 5]))
  })
})
