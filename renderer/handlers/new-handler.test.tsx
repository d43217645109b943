import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import { useKeepSelection } from '../app/use-keep-selection'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler } from '../testing/samples'
import { HandlerPane } from './handler-pane'
import { findExamples } from './use-examples'

const examples = [
  { name: 'echo', title: 'Echo', summary: 'What you say comes back.', needs: null },
  { name: 'gain', title: 'Gain', summary: 'Louder or softer.', needs: null },
  { name: 'talk', title: 'Talk', summary: 'Replies when you pause.', needs: null },
]

function Pane() {
  useKeepSelection()
  return <HandlerPane />
}

async function show(ids: readonly string[], answers: Answers = {}) {
  const test = createTestBench(sampleBench(ids.map((id) => sampleHandler(id))), {
    'examples.list': () => examples,
    'handler.create': ({ name }) => ({ handlerId: `${name}.ts` }),
    ...answers,
  })
  renderBench(test, <Pane />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await userEvent.click(screen.getAllByRole('button', { name: 'New handler' }).at(-1) as HTMLElement)
  const dialog = await screen.findByRole('dialog', { name: 'New handler' })
  return { ...test, dialog: within(dialog) }
}

const create = () => screen.getByRole('button', { name: 'Create' }) as HTMLButtonElement
const name = () => screen.getByRole('textbox', { name: 'File name' }) as HTMLInputElement

describe('a new handler', () => {
  it('is a copy of an example under a free name, selected as soon as it is listed', async () => {
    const test = await show(['echo.ts'])
    expect((await test.dialog.findAllByRole('option')).map((option) => option.textContent)).toEqual([
      'Echo echo.tsWhat you say comes back.',
      'Gain gain.tsLouder or softer.',
      'Talk talk.tsReplies when you pause.',
    ])
    expect(name().value).toBe('echo-2')
    await userEvent.click(create())
    expect(test.paramsOf('handler.create')).toEqual([{ example: 'echo', name: 'echo-2' }])
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(test.bench.window.getState().selectedHandlerId).toBe('echo.ts')
    const handlers = { 'echo-2.ts': sampleHandler('echo-2.ts') }
    act(() => test.emit('state.patched', { revision: 2, handlers }))
    expect(test.bench.window.getState().selectedHandlerId).toBe('echo-2.ts')
  })

  it('tells what an example needs before it works, of those that need something', async () => {
    const model = { name: 'model', title: 'Model', summary: 'Runs a model.', needs: 'npm install onnx' }
    await show([], { 'examples.list': () => [examples[0] as (typeof examples)[0], model] })
    const [echo, withNeeds] = await screen.findAllByRole('option')
    expect(withNeeds?.textContent).toContain('needs: npm install onnx')
    expect(echo?.textContent).not.toContain('needs')
  })

  it('is found and made with the keyboard alone', async () => {
    const test = await show([])
    const search = await screen.findByRole('combobox', { name: 'Find an example' })
    await waitFor(() => expect(document.activeElement).toBe(search))
    await userEvent.type(search, '{ArrowDown}{ArrowDown}{ArrowUp}')
    expect(screen.getByRole('option', { selected: true }).textContent).toContain('Gain')
    await userEvent.type(search, 'pause')
    expect(screen.getByRole('option', { selected: true }).textContent).toContain('Talk')
    await userEvent.type(search, '{Enter}')
    expect(test.paramsOf('handler.create')).toEqual([{ example: 'talk', name: 'talk' }])
  })

  it('is found by the beginning of its name before it is by anything else', () => {
    const tones = [
      { name: 'server-tone', title: 'Server tone', summary: 'Only sends.', needs: null },
      { name: 'tone', title: 'Tone', summary: 'Plays a chord.', needs: null },
    ]
    expect(findExamples(tones, ' Tone').map(({ name }) => name)).toEqual(['tone', 'server-tone'])
    expect(findExamples(tones, 'only tone').map(({ name }) => name)).toEqual(['server-tone'])
    expect(findExamples(tones, '')).toEqual(tones)
  })

  it('cannot be made while nothing is found', async () => {
    await show([])
    await userEvent.type(await screen.findByRole('combobox', { name: 'Find an example' }), 'zebra')
    expect(screen.getByText('No example matches “zebra”')).toBeDefined()
    expect(create().disabled).toBe(true)
  })

  it('keeps the name that was written, and says why it cannot be', async () => {
    const test = await show(['echo.ts'])
    await screen.findByRole('combobox', { name: 'Find an example' })
    await userEvent.clear(name())
    await userEvent.type(name(), 'My Echo')
    expect(screen.getByText('Use small letters only.')).toBeDefined()
    expect(create().disabled).toBe(true)
    await userEvent.clear(name())
    await userEvent.type(name(), 'my-echo')
    await userEvent.click(test.dialog.getByRole('option', { name: /Gain/ }))
    expect(name().value).toBe('my-echo')
    await userEvent.type(name(), '{Enter}')
    expect(test.paramsOf('handler.create')).toEqual([{ example: 'gain', name: 'my-echo' }])
  })

  it('shows in the dialog why it could not be made', async () => {
    await show([], {
      'handler.create': () => {
        throw new SoundcheckError('unavailable', 'The disk is full.')
      },
    })
    await screen.findByRole('combobox', { name: 'Find an example' })
    await userEvent.click(create())
    expect((await screen.findByRole('alert')).textContent).toBe('The disk is full.')
    expect(create().disabled).toBe(false)
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('says why the examples could not be read', async () => {
    await show([], {
      'examples.list': () => {
        throw new SoundcheckError('unavailable', 'They are gone.')
      },
    })
    expect((await screen.findByRole('alert')).textContent).toBe('They are gone.')
  })
})
