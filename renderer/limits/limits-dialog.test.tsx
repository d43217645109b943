import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import { hostLimitsSchema } from '../../contract/limits'
import { HandlerPane } from '../handlers/handler-pane'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler } from '../testing/samples'
import { limitTrouble } from './limit-check'

async function open(answers: Answers = {}) {
  const state = sampleBench([sampleHandler('echo.ts')])
  const test = createTestBench({ ...state, limits: { hangLimitInS: 20, heapLimitMb: 1024 } }, answers)
  test.bench.window.setState({ selectedHandlerId: 'echo.ts' })
  renderBench(test, <HandlerPane />)
  await userEvent.click(await screen.findByRole('button', { name: 'Handler limits' }))
  await screen.findByRole('dialog', { name: 'Handler limits' })
  return test
}

const field = (name: RegExp) => screen.getByRole('textbox', { name }) as HTMLInputElement
const seconds = () => field(/block/)
const memory = () => field(/Memory/)
const save = () => screen.getByRole('button', { name: 'Save' }) as HTMLButtonElement

async function write(input: HTMLInputElement, text: string) {
  await userEvent.clear(input)
  await userEvent.type(input, text)
}

describe('the limits of handlers', () => {
  it('are seen beside where the handler runs, and follow the engine', async () => {
    const test = await open()
    const facts = () => screen.getByText(/in a thread/).textContent?.replaceAll('\u00a0', ' ')
    expect(facts()).toBe('in a thread · 20 s · 1,024 MB')
    const limits = { hangLimitInS: 5, heapLimitMb: 256 }
    act(() => test.emit('state.patched', { revision: 2, limits }))
    expect(facts()).toBe('in a thread · 5 s · 256 MB')
  })

  it('are changed together, and the dialog closes', async () => {
    const test = await open()
    expect([seconds().value, memory().value]).toEqual(['20', '1024'])
    await write(seconds(), '5')
    await write(memory(), '256{Enter}')
    expect(test.paramsOf('shell.setLimits')).toEqual([{ hangLimitInS: 5, heapLimitMb: 256 }])
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('are not taken while one is none, and it says why', async () => {
    const test = await open()
    await write(seconds(), '1')
    expect(screen.getByText('Not less than 2.')).toBeDefined()
    expect(seconds().getAttribute('aria-invalid')).toBe('true')
    expect(save().disabled).toBe(true)
    await userEvent.type(seconds(), '{Enter}')
    expect(test.paramsOf('shell.setLimits')).toEqual([])
  })

  it('go back to the standard', async () => {
    const test = await open()
    await userEvent.click(screen.getByRole('button', { name: 'Reset to standard' }))
    await userEvent.click(save())
    expect(test.paramsOf('shell.setLimits')).toEqual([{ hangLimitInS: 10, heapLimitMb: 512 }])
  })

  it('stay open with the reason when they could not be kept', async () => {
    await open({
      'shell.setLimits': () => {
        throw new SoundcheckError('unavailable', 'The disk is full.')
      },
    })
    await userEvent.click(save())
    expect((await screen.findByRole('alert')).textContent).toBe('The disk is full.')
  })
})

describe('limitTrouble', () => {
  it('accepts exactly what the contract accepts', () => {
    const text = fc.oneof(
      fc.integer({ min: -10, max: 5000 }).map(String),
      fc.double().map(String),
      fc.string(),
    )
    fc.assert(
      fc.property(text, (written) => {
        const isNumber = written.trim() !== ''
        const heap = hostLimitsSchema.shape.heapLimitMb.safeParse(Number(written)).success && isNumber
        const hang = hostLimitsSchema.shape.hangLimitInS.safeParse(Number(written)).success && isNumber
        expect(limitTrouble('heapLimitMb', written) === null).toBe(heap)
        expect(limitTrouble('hangLimitInS', written) === null).toBe(hang)
      }),
    )
  })
})
