import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import type { JournalRow } from '../../contract/journal'
import type { SessionEntry } from '../../contract/state'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleRow, sampleSession } from '../testing/samples'
import { ConnectionPanel } from './connection-panel'
import { sampleSignals } from './testing/connection-samples'

const rows: readonly JournalRow[] = sampleSignals.map(({ n, atUs, type, fields, text }) =>
  sampleRow(n, {
    ...{ kind: 'signal', direction: null, atUs, type, fields },
    summary: text.slice(0, 500),
    truncated: text.length > 500,
  }),
)
const call = (n: number, atUs: number, type: string) =>
  sampleRow(n, { kind: 'call', direction: null, atUs, type, summary: '', fields: { method: type, ms: 2 } })

const engine: Answers = {
  'journal.query': ({ filter, offset, limit }) => {
    const calls = [call(50, 412_000, 'receive'), call(51, 430_000, 'emit')]
    const found = filter.kinds.includes('signal')
      ? rows
      : calls.filter(({ type }) => filter.text.includes(`type:${type ?? ''}`))
    const page = found.slice(offset, offset + limit)
    return { rows: page, matched: found.length, total: 100, dropped: 0, complete: true }
  },
  'journal.detail': ({ n }) => ({ text: sampleSignals.find((row) => row.n === n)?.text ?? '' }),
  'journal.streams': () => ({ streams: [], complete: true }),
}

async function show(answers: Answers = engine, change: Partial<SessionEntry> = {}) {
  const test = createTestBench(
    sampleBench([sampleHandler('echo.ts')], [sampleSession('s1', change)]),
    answers,
  )
  renderBench(test, <ConnectionPanel />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('echo.ts'))
  return test
}

const state = () => screen.findByRole('status', { name: 'State of the connection' })
const open = async (part: string) => userEvent.click(await screen.findByRole('radio', { name: part }))

describe('the connection panel', () => {
  it('says first how the connection is, and what was agreed on', async () => {
    await show()
    expect((await state()).textContent).toContain('Connected within this computer (loopback)')
    const encryption = screen.getByRole('region', { name: 'Encryption' })
    expect(encryption.textContent).toContain('AEAD_AES_128_GCM')
  })

  it('lists every step, for those who hear it in words', async () => {
    await show()
    await open('Steps')
    const steps = within(screen.getByRole('list', { name: 'Steps of the connection' }))
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent)
    expect(steps[0]).toContain('Offer from the client')
    expect(steps).toHaveLength(16)
    expect(steps.at(-2)).toMatch(/^410.*First frame to the handler/)
    expect(screen.getByRole('region', { name: 'How long it took' }).textContent).toContain(
      'Finding a way130 ms',
    )
  })

  it('shows the addresses of both sides with the pair that is used', async () => {
    await show()
    await open('Addresses')
    const ours = within(screen.getByRole('region', { name: 'Addresses of Soundcheck' })).getAllByRole('row')
    expect(ours[1]?.textContent).toContain('127.0.0.1:34998 used')
    expect(screen.getByText(/2 pairs of addresses fit together/)).toBeDefined()
  })

  it('explains offer and answer side by side, and shows them raw without the passwords', async () => {
    const test = await show()
    await open('Offer and answer')
    const sound = screen.getByRole('region', { name: 'Sound (mid 0)' })
    expect(within(sound).getAllByText('not in the answer')).toHaveLength(2)
    await open('Raw')
    const offer = screen.getByRole('region', { name: 'Offer of the client' })
    expect(offer.textContent).toContain('a=rtpmap:0 PCMU/8000')
    expect(offer.textContent).not.toContain('secret')
    await userEvent.click(screen.getByRole('button', { name: 'Copy offer' }))
    await waitFor(() => expect(test.paramsOf('shell.copyText')[0]?.text).toContain('a=ice-pwd:secret'))
  })

  it('says what a session without WebRTC has instead', async () => {
    await show(
      { ...engine, 'journal.query': () => ({ rows: [], matched: 0, total: 0, dropped: 0, complete: true }) },
      { client: { door: 'websocket', webrtcId: 'w', address: null } },
    )
    expect((await state()).textContent).toContain('Connected without WebRTC')
    expect(screen.queryByRole('radio', { name: 'Offer and answer' })).toBeNull()
  })

  it('says why it cannot be read', async () => {
    await show({
      'journal.query': () => {
        throw new SoundcheckError('unavailable', 'the disk is gone')
      },
    })
    expect(await screen.findByText('the disk is gone')).toBeDefined()
  })

  it('says what it is for before there is a session', () => {
    renderBench(createTestBench(sampleBench([])), <ConnectionPanel />)
    expect(screen.getByText('No session yet')).toBeDefined()
  })
})
