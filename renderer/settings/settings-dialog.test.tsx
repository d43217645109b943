import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import { journalLimitsSchema, standardPreferences } from '../../contract/preferences'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench } from '../testing/samples'
import { journalTrouble } from './preferences-draft'
import { SettingsButton } from './settings-button'

const kept = { editor: 'code -n', journal: { ...standardPreferences.journal, sessions: 50 } }

async function open(answers: Answers = {}) {
  const test = createTestBench(sampleBench([]), {
    'shell.preferences': () => kept,
    'journal.usage': () => ({ sessions: 12, bytes: 1_234_000_000 }),
    ...answers,
  })
  renderBench(test, <SettingsButton />)
  await userEvent.keyboard('{Control>},{/Control}')
  await screen.findByRole('dialog', { name: 'Settings' })
  await screen.findByRole('textbox', { name: /opens a file/ })
  return test
}

const field = (name: RegExp) => screen.getByRole('textbox', { name }) as HTMLInputElement
const save = () => screen.getByRole('button', { name: 'Save' }) as HTMLButtonElement

async function write(input: HTMLInputElement, text: string) {
  await userEvent.clear(input)
  await userEvent.type(input, text)
}

describe('the settings', () => {
  it('show what is kept, and keep what is changed', async () => {
    const test = await open()
    expect([field(/opens a file/).value, field(/are kept/).value]).toEqual(['code -n', '50'])
    expect(await screen.findByText('1.2 GB of 12 sessions are kept now.')).toBeDefined()
    await userEvent.clear(field(/opens a file/))
    await write(field(/All sessions/), '4096')
    await userEvent.click(save())
    expect(test.paramsOf('shell.setPreferences')).toEqual([
      { editor: null, journal: { ...kept.journal, diskMb: 4096 } },
    ])
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('are asked for by the menu', async () => {
    const test = createTestBench(sampleBench([]), { 'shell.preferences': () => kept })
    renderBench(test, <SettingsButton />)
    expect(screen.queryByRole('dialog')).toBeNull()
    act(() => test.emit('shell.settingsAsked', {}))
    expect(await screen.findByRole('dialog', { name: 'Settings' })).toBeDefined()
    await screen.findByRole('textbox', { name: /opens a file/ })
  })

  it('are not taken while one is none, and it says why', async () => {
    await open()
    await write(field(/Rows of a session/), '1')
    expect(screen.getByText('A whole number from 16 to 16,384.')).toBeDefined()
    expect(save().disabled).toBe(true)
    await userEvent.click(screen.getByRole('button', { name: 'Reset to standard' }))
    expect([field(/opens a file/).value, save().disabled]).toEqual(['', false])
  })

  it('stay open with the reason when they could not be kept', async () => {
    await open({
      'shell.setPreferences': () => {
        throw new SoundcheckError('unavailable', 'The disk is full.')
      },
    })
    await userEvent.click(save())
    expect((await screen.findByRole('alert')).textContent).toBe('The disk is full.')
  })
})

describe('journalTrouble', () => {
  it('accepts exactly what the contract accepts', () => {
    const text = fc.oneof(
      fc.integer({ min: -10, max: 300_000 }).map(String),
      fc.double().map(String),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.constantFrom('diskMb', 'sessions' as const), text, (name, written) => {
        const accepted = journalLimitsSchema.shape[name].safeParse(Number(written)).success
        expect(journalTrouble(name, written) === null).toBe(accepted && written.trim() !== '')
      }),
    )
  })
})
