import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { packSources } from '../../contract/handler-sources'
import type { JournalRow } from '../../contract/journal'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { createFakeJournal } from '../testing/fake-journal'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleRow, sampleSession } from '../testing/samples'
import { MessagesPanel } from './messages-panel'

const long = JSON.stringify({ type: 'log', data: { text: 'x'.repeat(600), ok: true } })
const rows: readonly JournalRow[] = [
  sampleRow(0, { summary: '{"type":"greet"}', type: 'greet', atUs: 1_234_000 }),
  sampleRow(1, { direction: 'out', summary: long.slice(0, 500), truncated: true, type: 'log' }),
  sampleRow(2, {
    kind: 'console',
    direction: null,
    type: 'warn',
    summary: 'slow',
    position: { file: '/h/echo.ts', line: 7, column: 1 },
  }),
  sampleRow(3, { kind: 'swap', direction: null, summary: 'v4 loaded, running' }),
]

afterEach(() => vi.restoreAllMocks())

async function show(journal = createFakeJournal(rows, { 1: long }), answers: Answers = {}) {
  const test = createTestBench(sampleBench([sampleHandler('echo.ts')]), { ...journal.answers, ...answers })
  renderBench(test, <MessagesPanel />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('echo.ts'))
  return test
}

/** As pasted: each character typed would be completed anew. */
async function ask(text: string) {
  await userEvent.clear(search())
  await userEvent.paste(text)
}

const search = () => screen.getByRole('searchbox', { name: 'Filter messages' }) as HTMLInputElement

const texts = async () =>
  (await within(screen.getByRole('log', { name: 'Messages' })).findAllByRole('listitem')).map(
    (row) => row.textContent,
  )

describe('a version that took over', () => {
  const packed = (text: string) => packSources(new Map([['echo.ts', text]])) as Uint8Array<ArrayBuffer>
  const swaps = [1, 2].map((version) =>
    sampleRow(version - 1, {
      ...{ kind: 'swap', direction: null, type: 'swapped', summary: `version ${version} of echo.ts` },
      ...{ hasBytes: true, fields: { version } },
    }),
  )
  const open = async (name: string) => userEvent.click(await screen.findByText(name))

  it('shows the files it was made from, and what changed in them', async () => {
    const sources = { 0: packed('const gain = 1\n'), 1: packed('const gain = 2\n') }
    await show(createFakeJournal(swaps, {}, sources))
    await open('version 1 of echo.ts')
    expect((await screen.findByRole('region', { name: 'echo.ts' })).textContent).toContain('const gain = 1')
    await userEvent.click(screen.getByRole('button', { name: /^Mark/ }))
    await open('version 1 of echo.ts')
    await open('version 2 of echo.ts')
    await userEvent.click(await screen.findByRole('radio', { name: 'Changes' }))
    const changes = await screen.findByRole('region', { name: 'Changes' })
    expect(changes.textContent).toContain('-const gain = 1')
    expect(changes.textContent).toContain('+const gain = 2')
  })
})

describe('rows of a conversation and of its handler’s mistakes', () => {
  const position = { file: '/h/talk.ts', line: 12, column: 3 }
  const talk: readonly JournalRow[] = [
    sampleRow(0, { kind: 'turn', direction: null, type: 'pause_detected', summary: 'you have finished' }),
    sampleRow(1, {
      kind: 'finding',
      direction: null,
      type: 'emit-rate',
      summary: 'Samples come too fast.\nEmit 20 ms at a time.',
      position,
    }),
  ]

  it('are named, placed and filtered as the others', async () => {
    await show(createFakeJournal(talk))
    const [turn, finding] = await texts()
    expect(turn).toBe('0:00.000 turnpause_detectedyou have finished')
    expect(finding).toBe('0:00.001 findingemit-rateSamples come too fast.talk.ts:12')
    await userEvent.click(screen.getByRole('button', { name: 'Kinds' }))
    await userEvent.click(screen.getByRole('button', { name: 'Turns' }))
    await waitFor(async () => expect(await texts()).toHaveLength(1))
    await userEvent.click(screen.getByRole('button', { name: 'Findings' }))
    expect(await screen.findByText('No row matches the filter')).toBeDefined()
  })

  it('of packets, calls, frames and figures are shown only when they are asked for', async () => {
    await show(
      createFakeJournal([
        sampleRow(0),
        sampleRow(1, {
          kind: 'rtp',
          type: 'audio',
          summary: '',
          fields: { seq: 7, lost: 2 },
          hasBytes: true,
        }),
        sampleRow(2, {
          kind: 'call',
          direction: null,
          type: 'emit',
          summary: '',
          fields: { ms: 31.2, waitMs: 4 },
        }),
      ]),
    )
    expect(await texts()).toHaveLength(1)
    await ask('lost:true')
    await waitFor(async () =>
      expect(await texts()).toEqual(['0:00.001 RTP sentaudioseq 7 · 2 lost before it10 B']),
    )
    await userEvent.clear(search())
    await userEvent.keyboard('{Escape}')
    await userEvent.click(screen.getByRole('button', { name: 'Kinds' }))
    await userEvent.click(screen.getByRole('button', { name: 'Calls' }))
    await waitFor(async () => expect((await texts()).at(-1)).toBe('0:00.002 callemit31.2 ms, waited 4.00 ms'))
  })
})

describe('the messages panel', () => {
  it('says in words what went which way, when, and how large it was', async () => {
    await show()
    const [greet, log, console_, swap] = await texts()
    expect(greet).toBe('0:01.234 sentgreet{"type":"greet"}10 B')
    expect(log).toContain('received')
    expect(console_).toContain('echo.ts:7')
    expect(swap).toContain('v4 loaded, running')
  })

  it('shows the whole message as a tree when its row is opened', async () => {
    const test = await show()
    await texts()
    await userEvent.click(screen.getAllByRole('button', { name: 'Unfold row' })[1] as HTMLElement)
    expect(await screen.findByText(/x{600}/)).toBeDefined()
    expect(test.paramsOf('journal.detail')).toEqual([{ sessionId: 's1', n: 1 }])
    await userEvent.click(screen.getByRole('button', { name: 'Copy row' }))
    await waitFor(() => expect(test.paramsOf('shell.copyText')).toHaveLength(1))
    expect(JSON.parse(test.paramsOf('shell.copyText')[0]?.text ?? '')).toMatchObject({ n: 1, text: long })
  })

  it('filters with the query language, with counts', async () => {
    await show()
    await texts()
    expect(screen.getByText('4')).toBeDefined()
    await ask('kind:console slow')
    expect(await screen.findByText('1 of 4')).toBeDefined()
    await ask('kind:console slower')
    expect(await screen.findByText('No row matches the filter')).toBeDefined()
    expect(screen.getByText('0 of 4')).toBeDefined()
  })

  it('says in words where a query is wrong, and keeps the rows of the last good one', async () => {
    await show()
    await ask('slow')
    expect(await screen.findByText('1 of 4')).toBeDefined()
    await userEvent.paste(' knd:x')
    expect((await screen.findByText(/^Character 6: /)).textContent).toContain('kind')
    expect(search().getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByText('1 of 4')).toBeDefined()
  })

  it('leaves all rows and steps from match to match where that is wanted', async () => {
    const test = await show()
    await texts()
    await userEvent.click(screen.getByRole('button', { name: 'Highlight' }))
    await ask('type:log,warn')
    expect(await screen.findByText('2 of 4')).toBeDefined()
    expect(await texts()).toHaveLength(4)
    const current = () => document.querySelector('li[class*=current]')?.getAttribute('data-index')
    await userEvent.keyboard('{F3}')
    await waitFor(() => expect(current()).toBe('1'))
    await userEvent.keyboard('{F3}')
    await waitFor(() => expect(current()).toBe('2'))
    await userEvent.keyboard('{F3}')
    await waitFor(() => expect(current()).toBe('1'))
    await userEvent.keyboard('{Shift>}{F3}{/Shift}')
    await waitFor(() => expect(current()).toBe('2'))
    expect(test.bench.inspector.store.getState().history).toEqual(['type:log,warn'])
  })

  it('goes through the rows with the keys, opens them, and comes back', async () => {
    await show()
    await texts()
    await userEvent.click(search())
    await userEvent.keyboard('{Escape}{Escape}')
    const focused = () => document.activeElement?.closest('li')?.getAttribute('data-index')
    expect(focused()).toBe('3')
    await userEvent.keyboard('{Home}{ArrowDown}')
    await waitFor(() => expect(focused()).toBe('1'))
    await userEvent.keyboard('{Enter}')
    expect(await screen.findByText(/x{600}/)).toBeDefined()
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByText(/x{600}/)).toBeNull())
    await userEvent.keyboard('{Escape}')
    expect(document.activeElement).toBe(search())
  })

  it('offers fields and values, and takes one with the keys', async () => {
    await show()
    await texts()
    await ask('type:gre')
    expect((await screen.findByRole('option', { name: /greet/ })).textContent).toContain('greet')
    await userEvent.keyboard('{ArrowDown}{Enter}')
    expect(search().value.trim()).toBe('type:greet')
    expect(await screen.findByText('1 of 4')).toBeDefined()
  })

  it('marks a row, measures others from it and shows what differs', async () => {
    const test = await show(
      createFakeJournal([
        sampleRow(0, { summary: '{"b":1,"a":1}', atUs: 1_000_000 }),
        sampleRow(1, { summary: '{"a":1,"b":2}', atUs: 1_250_000 }),
      ]),
    )
    await texts()
    const [first, second] = screen.getAllByRole('button', { name: 'Unfold row' })
    await userEvent.click(first as HTMLElement)
    await userEvent.click(screen.getByRole('button', { name: 'Mark' }))
    await userEvent.click(first as HTMLElement)
    await userEvent.click(second as HTMLElement)
    expect(screen.getByText('+250.0 ms')).toBeDefined()
    await userEvent.click(screen.getByRole('radio', { name: 'Changes' }))
    const changes = screen.getByRole('region', { name: 'Changes' })
    expect(changes.textContent).toContain('-  "b": 1')
    expect(changes.textContent).toContain('+  "b": 2')
    expect(test.bench.inspector.notes.getState().sessions[0]?.marked?.n).toBe(0)
  })

  it('keeps pinned rows and notes in sight, whatever the query', async () => {
    await show()
    await texts()
    await userEvent.click(screen.getAllByRole('button', { name: 'Unfold row' })[0] as HTMLElement)
    await userEvent.type(screen.getByRole('textbox', { name: 'Note' }), 'first{Enter}')
    await userEvent.click(screen.getByRole('button', { name: 'Pin' }))
    await ask('nothing at all')
    expect(await screen.findByText('No row matches the filter')).toBeDefined()
    const pinned = within(screen.getByRole('list', { name: 'Pinned rows' }))
    expect(pinned.getByRole('listitem').textContent).toContain('first')
  })

  it('shows the bytes of a packet in hexadecimal', async () => {
    const row = sampleRow(0, { kind: 'rtp', type: 'audio', summary: '', fields: { seq: 1 }, hasBytes: true })
    const bytes = Uint8Array.from([0x80, 0x6f, 0x41, 0x42])
    await show(createFakeJournal([row]), { 'journal.bytes': () => ({ bytes }) })
    await ask('kind:rtp')
    // Nothing has a size in happy-dom, and of nothing no line is in view.
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(272)
    await userEvent.click(await screen.findByRole('button', { name: 'Unfold row' }))
    const hex = await screen.findByRole('region', { name: '4 bytes in hexadecimal' })
    await waitFor(() => expect(hex.textContent).toMatch(/00000000\s*80 6f 41 42\s*\.oAB/))
  })

  it('sends a message of the client again, also after it was edited', async () => {
    const test = await show()
    act(() => test.connect())
    await texts()
    await userEvent.click(screen.getAllByRole('button', { name: 'Unfold row' })[0] as HTMLElement)
    await userEvent.click(screen.getByRole('button', { name: 'Resend' }))
    await waitFor(() => expect(test.peers[0]?.sentTexts).toEqual(['{"type":"greet"}']))
    await userEvent.click(screen.getByRole('button', { name: 'Edit and resend' }))
    const field = screen.getByRole('textbox', { name: 'Message' }) as HTMLTextAreaElement
    await waitFor(() => expect(document.activeElement).toBe(field))
    expect(field.value).toBe('{"type":"greet"}')
  })

  it('says how many messages of each type there were, and asks for those of a line', async () => {
    const test = await show()
    await texts()
    act(() => test.emit('state.patched', { revision: 2, sessions: { s1: sampleSession('s1') } }))
    await userEvent.click(screen.getByRole('button', { name: 'Rates' }))
    const table = within(screen.getByRole('region', { name: 'Rates' }))
    await userEvent.click(await table.findByRole('button', { name: 'greet' }))
    expect(search().value).toBe('kind:message dir:in type:greet')
    expect(await screen.findByText('1 of 4')).toBeDefined()
  })

  it('says how many rows are no longer kept', async () => {
    const page = { rows: [], matched: 0, total: 0, dropped: 1204, complete: true }
    await show(createFakeJournal([]), { 'journal.query': () => page })
    expect(await screen.findByText('1,204 oldest rows no longer kept')).toBeDefined()
  })

  it('keeps the rows after the end of the session', async () => {
    const test = await show()
    await texts()
    await act(() => test.bench.call.stop())
    expect(await texts()).toHaveLength(4)
  })

  it('copies all rows as JSON lines, whole texts included', async () => {
    const test = await show()
    await texts()
    await userEvent.click(screen.getByRole('button', { name: 'Copy all as JSON lines' }))
    await waitFor(() => expect(test.paramsOf('shell.copyText')).toHaveLength(1))
    const lines = (test.paramsOf('shell.copyText')[0]?.text ?? '').split('\n').map((line) => JSON.parse(line))
    expect(lines.map(({ n }: { n: number }) => n)).toEqual([0, 1, 2, 3])
    expect(lines[1].text).toBe(long)
  })

  it('draws only the rows in view of a hundred thousand', async () => {
    const test = createTestBench(sampleBench([sampleHandler('echo.ts')]), {
      'journal.query': ({ offset, limit }) => ({
        rows: Array.from({ length: limit }, (_, at) => sampleRow(offset + at)),
        matched: 100_000,
        total: 100_000,
        dropped: 0,
        complete: true,
      }),
    })
    renderBench(test, <MessagesPanel />)
    await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
    await act(() => test.bench.call.start('echo.ts'))
    const shown = await texts()
    expect(screen.getByText('100,000')).toBeDefined()
    expect(shown.length).toBeLessThan(100)
    const log = screen.getByRole('log', { name: 'Messages' })
    log.scrollTop = 50_000 * 24
    act(() => void log.dispatchEvent(new Event('scroll')))
    expect(await screen.findByText('row 50000')).toBeDefined()
    expect((await texts()).length).toBeLessThan(100)
  })
})
