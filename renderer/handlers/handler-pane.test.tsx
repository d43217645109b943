import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Modality, Mode } from '../../contract/manifest'
import type { FolderEntry } from '../../contract/state'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleManifest, sampleTurns } from '../testing/samples'
import { stepIndex } from './handler-list'
import { findHandlers, sortHandlers } from './handler-order'
import { HandlerPane } from './handler-pane'
import { limitsText, manifestText, turnsText } from './manifest-text'
import { relativeTime } from './relative-time'

const broken = sampleHandler('gain.ts', {
  status: 'broken',
  version: 2,
  error: {
    code: 'compile',
    message: 'Expected ";" but found "}"\nat the end',
    position: { file: '/handlers/gain.ts', line: 12, column: 3 },
  },
})

const show = (handlers: Parameters<typeof sampleBench>[0], folder?: FolderEntry) => {
  const bench = sampleBench(handlers)
  const test = createTestBench(folder ? { ...bench, folder } : bench, {
    'folder.open': () => null,
    'shell.chooseFolder': () => null,
    'shell.revealFile': () => null,
  })
  renderBench(test, <HandlerPane />)
  return test
}

describe('the handler list', () => {
  it('tells kind, version and state of each handler in words', async () => {
    show([sampleHandler('echo.ts', { version: 3, loadedAt: Date.now() - 120_000 }), broken])
    const list = await screen.findByRole('listbox', { name: 'Handlers' })
    const [echo, gain] = await screen.findAllByRole('option')
    expect(list).toBeDefined()
    expect(echo?.textContent).toBe('echo readyaudio · v3 · 2 min ago')
    expect(gain?.textContent).toContain('broken')
    expect(gain?.textContent).toContain('gain.ts:12 Expected ";" but found "}"')
    expect(gain?.textContent).not.toContain('at the end')
  })

  it('names the files of handlers that share a title, and of those alone', async () => {
    const title = { manifest: { ...sampleManifest, title: 'Parrot' } }
    show([sampleHandler('parrot.ts', title), sampleHandler('my-parrot.ts', title), sampleHandler('echo.ts')])
    const [echo, mine, parrot] = await screen.findAllByRole('option')
    expect(mine?.textContent).toContain('my-parrot.ts · audio')
    expect(parrot?.textContent).toContain('parrot.ts · audio')
    expect(echo?.textContent).not.toContain('echo.ts')
  })

  it('is walked through with the keyboard', async () => {
    const test = show([sampleHandler('a.ts'), sampleHandler('b.ts'), sampleHandler('c.ts')])
    const list = await screen.findByRole('listbox', { name: 'Handlers' })
    list.focus()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    expect(test.bench.window.getState().selectedHandlerId).toBe('b.ts')
    await userEvent.keyboard('{End}')
    expect(screen.getByRole('option', { selected: true }).textContent).toContain('c')
    await userEvent.keyboard('a')
    expect(test.bench.window.getState().selectedHandlerId).toBe('a.ts')
  })

  it('gives the whole error of a broken handler to copy, and opens its file', async () => {
    const test = show([broken])
    await userEvent.click(await screen.findByRole('option'))
    await userEvent.click(screen.getByText('Broken: the last good version runs'))
    await userEvent.click(screen.getByRole('button', { name: 'Copy error' }))
    expect(test.paramsOf('shell.copyText')).toEqual([
      { text: '/handlers/gain.ts:12:3\nExpected ";" but found "}"\nat the end' },
    ])
    await userEvent.click(screen.getByRole('button', { name: 'Open file' }))
    expect(test.paramsOf('shell.openFile')).toEqual([{ handlerId: 'gain.ts' }])
  })

  it('says what to do in an empty folder', async () => {
    const test = show([])
    expect(await screen.findByText('No handlers here yet')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Show the folder' }))
    expect(test.paramsOf('shell.revealFile')).toEqual([{ handlerId: null }])
  })

  it('offers to create a folder that is missing', async () => {
    const error = { code: 'unavailable', message: 'The folder /gone does not exist.' } as const
    const test = show([], { path: '/gone', status: 'failed', error })
    expect(await screen.findByText(error.message)).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Create it with the examples' }))
    expect(test.paramsOf('folder.open')).toEqual([{ path: '/gone', create: true }])
  })

  it('lists five hundred handlers and finds one of them', async () => {
    show(Array.from({ length: 500 }, (_, i) => sampleHandler(`h${i}.ts`)))
    expect(await screen.findAllByRole('option')).toHaveLength(500)
    await userEvent.type(screen.getByRole('searchbox', { name: 'Find a handler' }), 'h499')
    expect(screen.getAllByRole('option')).toHaveLength(1)
  })
})

describe('a handler with likely mistakes', () => {
  const position = { file: '/handlers/talk.ts', line: 31, column: 5 }
  const findings = [
    { rule: 'emit-rate', message: 'Sound comes too fast.', hint: 'Emit 20 ms at a time.', position },
    { rule: 'silent-emit', message: 'emit never returns.', hint: 'Return null.', position: null },
  ] as const

  it('has their number in the list, and what to do about each in the detail, though it is ready', async () => {
    const test = show([sampleHandler('talk.ts', { findings }), sampleHandler('tone.ts')])
    const [talk, tone] = await screen.findAllByRole('option')
    expect(screen.getAllByRole('img', { name: '2 likely mistakes' })).toHaveLength(1)
    expect(talk?.textContent).toContain('ready')
    await userEvent.click(talk as HTMLElement)
    const section = screen.getByRole('region', { name: 'Likely mistakes' })
    const items = within(section).getAllByRole('listitem')
    expect(items.map((item) => item.textContent)).toEqual([
      'Sound comes too fast.Emit 20 ms at a time.talk.ts:31',
      'emit never returns.Return null.',
    ])
    await userEvent.click(tone as HTMLElement)
    expect(screen.queryByRole('region', { name: 'Likely mistakes' })).toBeNull()
    expect(test.bench.window.getState().selectedHandlerId).toBe('tone.ts')
  })
})

describe('stepIndex', () => {
  it('stays within the list', () => {
    expect(stepIndex('ArrowDown', -1, 3)).toBe(0)
    expect(stepIndex('ArrowDown', 2, 3)).toBe(2)
    expect(stepIndex('ArrowUp', 0, 3)).toBe(0)
    expect(stepIndex('PageDown', 0, 3)).toBe(2)
    expect(stepIndex('Enter', 0, 3)).toBeNull()
    expect(stepIndex('End', 0, 0)).toBeNull()
  })
})

describe('handler order', () => {
  it('is by title, with numbers by value, and finds every word', () => {
    const handlers = ['tone 10.ts', 'Tone 9.ts', 'echo.ts'].map((id) => sampleHandler(id))
    const sorted = sortHandlers(Object.fromEntries(handlers.map((handler) => [handler.id, handler])))
    expect(sorted.map(({ id }) => id)).toEqual(['echo.ts', 'Tone 9.ts', 'tone 10.ts'])
    expect(findHandlers(sorted, '9 TONE').map(({ id }) => id)).toEqual(['Tone 9.ts'])
  })
})

describe('relativeTime', () => {
  it('grows coarser with the time that passed', () => {
    const ago = (ms: number) => relativeTime(0, ms)
    expect([1000, 42_000, 90_000, 7_200_000, 200_000_000].map(ago)).toEqual([
      'just now',
      '40 s ago',
      '1 min ago',
      '2 h ago',
      '2 d ago',
    ])
  })
})

describe('the limits of a handler', () => {
  it('are told where its author has set them', () => {
    const unset = { isolation: 'auto', concurrencyLimit: null, timeLimitInS: null } as const
    expect(limitsText(unset)).toBeNull()
    expect(limitsText({ isolation: 'process', concurrencyLimit: 1, timeLimitInS: 600 })).toBe(
      'at most 1 session at once · ends after 10\u00a0min · in a process of its own',
    )
    expect(limitsText({ ...unset, concurrencyLimit: 3, timeLimitInS: 90 })).toBe(
      'at most 3 sessions at once · ends after 90\u00a0s',
    )
  })
})

describe('what a handler takes and gives', () => {
  it('is said for its media and its direction', () => {
    const of = (modality: Modality, mode: Mode) => manifestText({ ...sampleManifest, modality, mode })
    expect(of('audio', 'send-receive')).toBe('listens and answers · 48\u00a0kHz mono in, 48\u00a0kHz out')
    expect(of('audio', 'receive')).toBe('only speaks · 48\u00a0kHz out')
    expect(of('video', 'receive')).toBe('only shows · 30 fps')
    expect(of('video', 'send')).toBe('only watches · 30 fps')
    expect(of('audio-video', 'send')).toBe('only listens and watches · 48\u00a0kHz mono in · 30 fps')
  })

  it('includes how turns are taken with it', () => {
    expect(turnsText(sampleTurns)).toBe('takes turns')
    expect(turnsText({ pushToTalk: 'talk', typedText: true, stopWords: ['computer', 'hey you'] })).toBe(
      'takes turns · push to talk · wakes up to “computer” or “hey you” · takes typed text',
    )
  })
})
