import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import type { JournalRow } from '../../contract/journal'
import { compileQuery } from '../../contract/query/compile-query'
import { parseQuery } from '../../contract/query/parse-query'
import { rowAccess } from '../../contract/query/row-access'
import { createStreamSummaries } from '../../contract/rtp-streams'
import type { SessionEntry } from '../../contract/state'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleRow, sampleSession } from '../testing/samples'
import { PacketsPanel } from './packets-panel'

const packet = (n: number, seq: number, fields: JournalRow['fields'] = {}) =>
  sampleRow(n, {
    ...{ kind: 'rtp', type: 'audio', direction: 'in', summary: '', sizeBytes: 15, hasBytes: true },
    fields: { ssrc: 7, pt: 111, medium: 'audio', codec: 'opus', seq, ts: seq * 960, deltaMs: 20, ...fields },
  })
const rows: readonly JournalRow[] = [
  packet(0, 10),
  packet(1, 13, { lost: 2, marker: true }),
  sampleRow(2, {
    ...{ kind: 'rtcp', type: 'NACK', direction: 'out', summary: 'asks for packets 11, 12 again' },
    fields: { ssrc: 7, medium: 'audio', packets: 2 },
  }),
  packet(3, 11, { late: true, rtx: true }),
  {
    ...packet(4, 900, { ssrc: 9, medium: 'video', codec: 'vp8', key: true }),
    direction: 'out',
    type: 'video',
  },
]
const opus = Uint8Array.of(0x80, 0x6f, 0, 10, 0, 0, 3, 192, 0, 0, 0, 7, 0xfc, 255, 254)

/** Answers as the engine does: by the query language. */
const engine: Answers = {
  'journal.query': ({ filter, offset, limit }) => {
    const { query, errors } = parseQuery(filter.text)
    if (errors[0]) throw new SoundcheckError('invalid', errors[0].message)
    const matches = compileQuery(query, rowAccess)
    const found = rows.filter(
      (row) =>
        (filter.kinds.length === 0 || filter.kinds.includes(row.kind)) &&
        matches({ ...row, text: row.summary }),
    )
    const page = found.slice(offset, offset + limit)
    return { rows: page, matched: found.length, total: rows.length, dropped: 0, complete: true }
  },
  'journal.streams': () => {
    const streams = createStreamSummaries()
    for (const row of rows) streams.add(row)
    return { streams: streams.read(), complete: true }
  },
  'journal.bytes': () => ({ bytes: opus }),
}

async function show(answers: Answers = engine, change: Partial<SessionEntry> = {}) {
  const test = createTestBench(
    sampleBench([sampleHandler('echo.ts')], [sampleSession('s1', change)]),
    answers,
  )
  renderBench(test, <PacketsPanel />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('echo.ts'))
  return test
}

const lines = async () =>
  (await within(screen.getByRole('log', { name: 'Packets' })).findAllByRole('button')).map((line) =>
    line.getAttribute('aria-label'),
  )
const streamsTable = () => screen.findByRole('table', { name: 'Streams' })

describe('the packets panel', () => {
  it('shows every packet with what is to be said of it, and reports in words', async () => {
    await show()
    expect(await lines()).toEqual([
      'Packet 10, audio opus from the client: ok',
      'Packet 13, audio opus from the client: 2 lost before it',
      'NACK to the client: asks for packets 11, 12 again',
      'Packet 11, audio opus from the client: late, sent again',
      'Packet 900, video vp8 to the client: key frame',
    ])
  })

  it('adds the packets of each stream up', async () => {
    await show()
    const [, audio, video] = within(await streamsTable()).getAllByRole('row')
    const cells = (row: HTMLElement | undefined) =>
      within(row as HTMLElement)
        .getAllByRole('cell')
        .map((cell) => cell.textContent)
    expect(cells(audio).slice(0, 7)).toEqual(['3', '1 (25.0 %)', '1', '0', '1', '1 for 2', '–'])
    expect(cells(video).slice(0, 8)).toEqual(['1', '0', '0', '0', '0', '0', '0 / 0', '1'])
  })

  it('shows the packets of one stream alone, with its chart in words, until it is pressed again', async () => {
    await show()
    await streamsTable()
    await userEvent.click(screen.getByRole('button', { name: 'Only audio opus from the client' }))
    await waitFor(async () => expect(await lines()).toHaveLength(4))
    expect(await screen.findByText(/^The last 3 packets/)).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Only audio opus from the client' }))
    await waitFor(async () => expect(await lines()).toHaveLength(5))
  })

  it('explains the header of a packet and shows its bytes', async () => {
    const test = await show()
    await lines()
    await userEvent.click(screen.getByRole('button', { name: /^Packet 10/ }))
    const detail = screen.getByRole('region', { name: 'Packet' })
    expect(await within(detail).findByText('Sequence number')).toBeDefined()
    expect(within(detail).getByRole('region', { name: 'Opus, first byte' })).toBeDefined()
    expect(within(detail).getByRole('region', { name: '15 bytes in hexadecimal' }).textContent).toContain(
      '80 6f 00 0a',
    )
    expect(test.paramsOf('journal.bytes')).toEqual([{ sessionId: 's1', n: 0 }])
  })

  it('goes through the problems, and shows them alone', async () => {
    await show()
    await lines()
    expect(await screen.findByText('3 problems')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Next problem' }))
    await waitFor(() =>
      expect(screen.getByRole('region', { name: 'Packet' }).textContent).toContain('Packet 13'),
    )
    await userEvent.click(screen.getByRole('button', { name: 'Next problem' }))
    await waitFor(() => expect(screen.getByRole('region', { name: 'Packet' }).textContent).toContain('NACK'))
    await userEvent.click(screen.getByRole('button', { name: 'Only problems' }))
    await waitFor(async () => expect(await lines()).toHaveLength(3))
  })

  it('filters by the query language', async () => {
    await show()
    await lines()
    await userEvent.type(screen.getByRole('searchbox', { name: 'Filter packets' }), 'key:true')
    await waitFor(async () =>
      expect(await lines()).toEqual(['Packet 900, video vp8 to the client: key frame']),
    )
    expect(screen.getByText('1 of 5')).toBeDefined()
  })

  it('goes through the packets with the arrow keys', async () => {
    await show()
    await lines()
    await userEvent.click(screen.getByRole('button', { name: /^Packet 10/ }))
    await userEvent.keyboard('{ArrowDown}')
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Packet 13/)
    expect(screen.getByRole('region', { name: 'Packet' }).textContent).toContain('Packet 13')
  })
})

describe('a panel without packets', () => {
  const empty: Answers = {
    'journal.query': () => ({ rows: [], matched: 0, total: 0, dropped: 0, complete: true }),
    'journal.streams': () => ({ streams: [], complete: true }),
  }

  it('says that none has passed yet', async () => {
    await show(empty)
    expect(await screen.findByText('No packet has passed yet')).toBeDefined()
    expect(screen.queryByRole('table')).toBeNull()
  })

  it('says what a session without RTP has instead', async () => {
    await show(empty, { client: { door: 'websocket', webrtcId: 'w', address: null } })
    expect(await screen.findByText(/A WebSocket has no RTP/)).toBeDefined()
  })

  it('says why the rows or the summary could not be read', async () => {
    await show({
      'journal.query': () => {
        throw new SoundcheckError('unavailable', 'the disk is gone')
      },
      'journal.streams': () => {
        throw new SoundcheckError('unavailable', 'nobody counted')
      },
    })
    expect(await screen.findByText('the disk is gone')).toBeDefined()
    expect(await screen.findByText('There is no summary of the streams: nobody counted')).toBeDefined()
  })
})
