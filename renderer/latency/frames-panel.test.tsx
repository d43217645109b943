import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { type FramePath, type FramePaths, frameSteps, type PathSummary } from '../../contract/frame-path'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleSession } from '../testing/samples'
import { TimingPanel } from './timing-panel'

const steps = {
  ...{ arrival: 0, reorder: 0, decode: 2, inputQueue: 1, handler: 5, outputQueue: 0, pacing: 1, encode: 1 },
}
const spread = (p50: number) => ({ count: 50, p50, p95: 2 * p50, p99: 3 * p50, max: 4 * p50 })
const summary = (medium: PathSummary['medium'], version: number | null): PathSummary => ({
  ...{ medium, version, total: spread(10) },
  steps: Object.fromEntries(frameSteps.map((step) => [step, spread(steps[step])])) as PathSummary['steps'],
})
const none = { newest: [], slowest: [] }

/** The session's clock is 500 ms ahead of the window's, and its frames were captured 20 ms before they came. */
const AHEAD = 500
const path = (sentMs: number, outTs: number): FramePath => ({
  ...{ sentMs, outTs, inTs: 1, steps },
  capturedMs: performance.timeOrigin + sentMs - AHEAD - 10 - 20,
})

async function show(paths: Omit<FramePaths, 'complete'>) {
  const test = createTestBench(sampleBench([sampleHandler('echo.ts')], [sampleSession('s1')]), {
    'journal.paths': () => ({ ...paths, complete: true }),
    'session.clock': () => ({ at: performance.now() + AHEAD }),
    'journal.budget': () => ({
      ...{ methods: [], engineDelayMs: null, handlerDelayMs: null },
      ...{ busy: null, engineBusy: null, heapBytes: null, externalBytes: null, complete: true },
    }),
  })
  renderBench(test, <TimingPanel />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await userEvent.click(screen.getByRole('radio', { name: 'Frames' }))
  return test
}

const cellsOf = (name: RegExp | string) => {
  const row = screen.getByRole('rowheader', { name }).closest('tr') as HTMLElement
  return within(row)
    .getAllByRole('cell')
    .map((cell) => cell.textContent)
}

describe('the way of a frame', () => {
  it('says what it is as long as there is none', async () => {
    const test = await show({ summaries: [], audio: none, video: none })
    await act(() => test.bench.call.start('echo.ts'))
    expect(await screen.findByText('No frame was answered yet')).toBeTruthy()
  })

  it('is told at the handler’s end where the other end is not known, by step and by version', async () => {
    const video = { newest: [path(2000, 7)], slowest: [path(1000, 6)] }
    const summaries = [summary('video', null), summary('video', 2), summary('video', 1)]
    const test = await show({ summaries, audio: none, video })
    await act(() => test.bench.call.start('echo.ts'))
    expect(await screen.findByText(/^half of 50 pictures/)).toBeTruthy()
    expect(cellsOf(/^Handler/)).toEqual(['5.00 ms', '10.0 ms', '15.0 ms', '20.0 ms'])
    expect(cellsOf('All together')).toEqual(['10.0 ms', '20.0 ms', '30.0 ms', '40.0 ms'])
    expect(cellsOf('version 1')).toEqual(['50', '10.0 ms', '20.0 ms', '30.0 ms', '5.00 ms'])
    expect(screen.queryByRole('rowheader', { name: /^Uplink/ })).toBeNull()
  })

  it('is told from the camera to the screen in this window’s own call, frame by frame', async () => {
    const video = { newest: [path(2000, 7)], slowest: [path(1000, 6)] }
    const test = await show({ summaries: [summary('video', null)], audio: none, video })
    test.bench.inspector.frameEnds.notePicture({
      ...{ rtpTimestamp: 7, receiveTime: 1502, processingDuration: 0.004 },
      ...{ presentationTime: 1516, expectedDisplayTime: 1530 },
    } as VideoFrameCallbackMetadata)
    await act(() => test.bench.call.start('echo.ts'))
    act(() => {
      test.peers[0]?.listener.onConnection('connected')
      test.peers[0]?.listener.onChannel('open')
    })
    expect(test.bench.call.store.getState().status).toBe('live')
    expect(await screen.findByText(/from the camera to the screen/)).toBeTruthy()
    expect(cellsOf(/^Jitter buffer/)[0]).toBe('10.0 ms')
    const [frame] = await screen.findAllByRole('button', { name: /^Frame sent at/ })
    expect(frame?.getAttribute('aria-label')).toMatch(
      /Uplink 2\d\.\d ms.*Decode here 4\.00 ms.*Playout 14\.0 ms/,
    )
    await userEvent.click(screen.getByRole('radio', { name: 'Slowest' }))
    await userEvent.click(await screen.findByRole('button', { name: /^Frame sent at 0:01\.000/ }))
    const { inspector } = test.bench
    expect(inspector.store.getState().tab).toBe('timeline')
    expect(inspector.timeline.getState().selection).toEqual({ fromUs: 990_000, toUs: 1_000_000 })
  })
})
