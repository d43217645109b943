import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import type { ExportOutcome } from '../../contract/exports'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleSession } from '../testing/samples'
import { ExportButton } from './export-button'
import { draftFor, readDraft } from './export-draft'
import { ImportButton } from './import-button'

const saved: ExportOutcome = {
  path: '/out/echo.zip',
  sizeBytes: 12_345,
  notes: ['The first 3 rows are no longer kept.'],
}
const preview = {
  rows: 42,
  counts: [{ rule: 'emails', count: 2, examples: ['mail ann@example.org'] }],
  complete: true,
} as const

async function open(answers: Answers = {}) {
  const state = sampleBench([sampleHandler('echo.ts')])
  const session = sampleSession('a', { handlerId: 'echo.ts', openedAt: Date.UTC(2026, 0, 2, 3, 4, 5) })
  const test = createTestBench(
    { ...state, sessions: { a: session } },
    {
      'export.preview': () => preview,
      'shell.chooseExportFile': () => ({ path: '/out/echo.zip' }),
      'export.start': () => saved,
      'shell.showExport': () => null,
      'export.cancel': () => null,
      ...answers,
    },
  )
  renderBench(test, <ExportButton sessionId="a" query="kind:message" />)
  await userEvent.click(await screen.findByRole('button', { name: 'Export' }))
  await screen.findByRole('dialog', { name: 'Export' })
  return test
}

const button = (name: string) => screen.getByRole('button', { name }) as HTMLButtonElement

describe('the export dialog', () => {
  it('saves what is selected without what the rules take, and shows where', async () => {
    const test = await open()
    await userEvent.click(screen.getByRole('switch', { name: 'E-mail addresses' }))
    await userEvent.type(screen.getByRole('textbox', { name: 'From' }), '1m30s')
    await userEvent.click(button('Save …'))
    expect((await screen.findByRole('status', { name: 'Saved' })).textContent).toContain(
      '/out/echo.zip (12.3 kB)',
    )
    expect(screen.getByText('The first 3 rows are no longer kept.')).toBeDefined()
    expect(test.paramsOf('shell.chooseExportFile')).toEqual([
      { format: 'bundle', name: 'echo-2026-01-02-030405' },
    ])
    expect(test.paramsOf('export.start')).toMatchObject([
      {
        ...{ sessionId: 'a', format: 'bundle', path: '/out/echo.zip' },
        selection: { query: 'kind:message', fromMs: 90_000, toMs: null, side: null },
        redactions: { rules: ['secrets', 'bearers', 'addresses', 'people'], fields: [] },
      },
    ])
    await userEvent.click(button('Show in folder'))
    expect(test.paramsOf('shell.showExport')).toEqual([{ path: '/out/echo.zip' }])
  })

  it('shows before saving what each rule takes away', async () => {
    const test = await open()
    const rules = screen.getByRole('region', { name: 'What is taken away' })
    expect(await within(rules).findByText('2 places')).toBeDefined()
    expect(within(rules).getByText('mail ann@example.org')).toBeDefined()
    expect(within(rules).getByText('Of 42 rows that are selected.')).toBeDefined()
    await userEvent.type(screen.getByRole('textbox', { name: /these fields/ }), 'city, data.name')
    await waitFor(() =>
      expect(test.paramsOf('export.preview').at(-1)).toMatchObject({
        selection: { query: 'kind:message' },
        redactions: { fields: ['city', 'data.name'] },
      }),
    )
  })

  it('does not save while something is wrong, and says what', async () => {
    await open()
    await userEvent.type(screen.getByRole('textbox', { name: 'To' }), 'soon')
    expect(screen.getByText(/Write a time as/)).toBeDefined()
    expect(button('Save …').disabled).toBe(true)
    await userEvent.clear(screen.getByRole('textbox', { name: 'To' }))
    await userEvent.type(screen.getByRole('textbox', { name: /match/ }), ' at:x')
    expect(screen.getByText(/^Character /)).toBeDefined()
    expect(button('Save …').disabled).toBe(true)
  })

  it('shows how far it is and can be cancelled', async () => {
    let cancel: (error: Error) => void = () => undefined
    const test = await open({
      'export.start': () =>
        new Promise<ExportOutcome>((_resolve, reject) => {
          cancel = reject
        }),
    })
    await userEvent.click(button('Save …'))
    await screen.findByRole('progressbar', { name: 'Export' })
    const exportId = test.paramsOf('export.start')[0]?.exportId ?? ''
    act(() => test.emit('export.progressed', { exportId, share: 0.41 }))
    expect(screen.getByText('41 %')).toBeDefined()
    await userEvent.click(button('Cancel export'))
    expect(test.paramsOf('export.cancel')).toEqual([{ exportId }])
    expect(button('Cancel export').disabled).toBe(true)
    act(() => cancel(new SoundcheckError('closed', 'It was cancelled.')))
    expect(await screen.findByRole('button', { name: 'Save …' })).toBeDefined()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('says why nothing was saved, and saves nothing when no file was chosen', async () => {
    const failing = await open({
      'shell.chooseExportFile': () => null,
      'export.start': () => {
        throw new SoundcheckError('unavailable', 'The disk is full.', { hint: 'Free some space.' })
      },
    })
    await userEvent.click(button('Save …'))
    expect(failing.paramsOf('export.start')).toEqual([])
  })

  it('tells of a failure', async () => {
    await open({
      'export.start': () => {
        throw new SoundcheckError('unavailable', 'The disk is full.', { hint: 'Free some space.' })
      },
    })
    await userEvent.click(button('Save …'))
    expect((await screen.findByRole('alert', { name: 'Not saved' })).textContent).toContain(
      'The disk is full.',
    )
  })
})

describe('a draft of an export', () => {
  it('takes one side where the format holds one, and no rules where it is media that is asked for', () => {
    const draft = draftFor('')
    expect(readDraft({ ...draft, format: 'webm' })).toMatchObject({
      selection: { side: 'in' },
      redactions: { rules: [], fields: [] },
    })
    expect(readDraft({ ...draft, format: 'wav' }).selection?.side).toBeNull()
    expect(readDraft({ ...draft, from: '2s', to: '1s' })).toMatchObject({
      selection: null,
      troubles: { to: 'It is before the beginning.' },
    })
  })
})

describe('opening a journal', () => {
  it('asks for the file, says what came of it and shows it', async () => {
    const imported: string[] = []
    const test = createTestBench(sampleBench([]), {
      'shell.chooseImportFile': () => ({ path: '/in/call.zip' }),
      'journal.import': () => ({ sessionId: 'b', rows: 1234, notes: ['2 damaged lines were skipped.'] }),
    })
    renderBench(test, <ImportButton onImported={(sessionId) => imported.push(sessionId)} />)
    await userEvent.click(button('Open a journal or bundle'))
    await waitFor(() => expect(imported).toEqual(['b']))
    expect(test.paramsOf('journal.import')).toMatchObject([{ path: '/in/call.zip' }])
    const { alerts } = test.bench
    expect(JSON.stringify(alerts.store.getState())).toContain(
      '1,234 rows were opened. 2 damaged lines were skipped.',
    )
  })
})
