import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleManifest, sampleTurns } from '../testing/samples'
import { InputsPanel } from './inputs-panel'

const manifest = {
  ...sampleManifest,
  inputs: {
    type: 'object',
    properties: {
      gain: { type: 'number', minimum: 0, maximum: 10, title: 'Gain' },
      bypass: { type: 'boolean' },
      greeting: { type: 'string' },
      voice: { enum: ['ash', 'coral'] },
      bands: { type: 'array' },
    },
  },
  inputDefaults: { gain: 2, bypass: false, greeting: 'Hi', voice: 'ash', bands: [1] },
}

async function show(answers: Answers = {}) {
  const test = createTestBench(sampleBench([sampleHandler('gain.ts', { manifest })]), answers)
  renderBench(test, <InputsPanel handlerId="gain.ts" manifest={manifest} />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  const start = async () => {
    await act(() => test.bench.call.start('gain.ts'))
    act(() => test.connect())
  }
  return { ...test, start }
}

const field = (name: string) => screen.getByRole('textbox', { name }) as HTMLInputElement

describe('the inputs', () => {
  it('are drawn by their schema with the defaults', async () => {
    await show()
    expect(screen.getByRole('slider', { name: 'Gain' }).getAttribute('aria-valuenow')).toBe('2')
    expect(field('Gain value').value).toBe('2')
    expect(screen.getByRole('switch', { name: 'Bypass' }).getAttribute('aria-checked')).toBe('false')
    expect(field('Greeting').value).toBe('Hi')
    expect(screen.getByRole('combobox', { name: 'Voice' }).textContent).toBe('ash')
    expect(field('Bands').value).toBe('[1]')
  })

  it('go with the start of a session', async () => {
    const test = await show()
    await userEvent.click(screen.getByRole('switch', { name: 'Bypass' }))
    await test.start()
    expect(test.paramsOf('session.open')[0]?.inputs).toEqual({ ...manifest.inputDefaults, bypass: true })
    expect(test.paramsOf('session.setInputs')).toEqual([])
  })

  it('are told to a live session together, not with every key', async () => {
    const test = await show()
    await test.start()
    await userEvent.type(field('Greeting'), '!!')
    await waitFor(() =>
      expect(test.paramsOf('session.setInputs').at(-1)).toEqual({
        sessionId: 's1',
        values: { greeting: 'Hi!!' },
      }),
    )
    expect(test.paramsOf('session.setInputs').length).toBeLessThan(3)
  })

  it('keep what is not valid to themselves and say why', async () => {
    const test = await show()
    await userEvent.clear(field('Gain value'))
    await userEvent.type(field('Gain value'), '11')
    expect(screen.getByText('Not more than 10.')).toBeDefined()
    expect(test.bench.window.getState().inputEdits['gain.ts']?.gain).toBe(1)
    await userEvent.tab()
    expect(field('Gain value').value).toBe('1')
  })

  it('go back to the defaults', async () => {
    await show()
    await userEvent.type(field('Greeting'), ' there')
    await userEvent.click(screen.getByRole('button', { name: 'Reset to defaults' }))
    expect(field('Greeting').value).toBe('Hi')
  })

  it('show why the engine refused a value', async () => {
    const test = await show({
      'session.setInputs': () => {
        throw new SoundcheckError('invalid', 'greeting: too long')
      },
    })
    await test.start()
    await userEvent.type(field('Greeting'), '!')
    expect((await screen.findByRole('alert')).textContent).toBe('greeting: too long')
  })

  it('leave out the one that is held down to talk, and do not reset it', async () => {
    const talking = { ...manifest, turns: { ...sampleTurns, pushToTalk: 'bypass' } }
    const test = createTestBench(sampleBench([sampleHandler('gain.ts', { manifest: talking })]))
    renderBench(test, <InputsPanel handlerId="gain.ts" manifest={talking} />)
    await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
    await act(() => test.bench.call.start('gain.ts'))
    expect(screen.queryByRole('switch', { name: 'Bypass' })).toBeNull()
    await userEvent.type(field('Greeting'), '!')
    await userEvent.click(screen.getByRole('button', { name: 'Reset to defaults' }))
    await waitFor(() => expect(test.paramsOf('session.setInputs')).toHaveLength(1))
    expect(Object.keys(test.paramsOf('session.setInputs')[0]?.values ?? {})).not.toContain('bypass')
  })
})
