import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { LiveLoudness } from '../../contract/loudness'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleSession } from '../testing/samples'
import { LoudnessButton } from './loudness-button'
import { verdictOf } from './loudness-words'

const loud: LiveLoudness = {
  ...{ momentary: -18.25, shortTerm: -19, integrated: -19.52, range: 3.4, truePeak: -3.1, samplePeak: -3.2 },
  correlation: -0.5,
  ...{ mostMomentary: -15, mostShortTerm: -17, seconds: 12.3 },
}

async function show() {
  const test = createTestBench(sampleBench([sampleHandler('echo.ts')], [sampleSession('s1')]), {
    'session.watchLoudness': () => null,
  })
  renderBench(test, <LoudnessButton />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  expect((screen.getByRole('button', { name: 'Loudness' }) as HTMLButtonElement).disabled).toBe(true)
  await act(() => test.bench.call.start('echo.ts'))
  await userEvent.click(screen.getByRole('button', { name: 'Loudness' }))
  return test
}

describe('the loudness of a call', () => {
  it('is asked for while it is looked at, and told in figures and words', async () => {
    const test = await show()
    expect(test.paramsOf('session.watchLoudness')).toEqual([{ sessionId: 's1', restart: false }])
    act(() => test.emit('session.loudness', { sessionId: 's1', in: loud, out: null }))
    const cellsOf = (name: RegExp) =>
      [...(screen.getByRole('rowheader', { name }).closest('tr')?.querySelectorAll('td') ?? [])].map(
        (cell) => cell.textContent,
      )
    expect(cellsOf(/^Momentary/)).toEqual(['−18.3 LUFS', '– LUFS'])
    expect(cellsOf(/^True peak/)).toEqual(['−3.1 dBTP', '– dBTP'])
    expect(cellsOf(/^Phase/)).toEqual(['−0.50 (cancels in mono)', '–'])
    expect(cellsOf(/^Against/)).toEqual(['3.5 LU below the target', 'no sound yet'])
    act(() => test.emit('session.loudness', { sessionId: 'another', in: null, out: null }))
    expect(cellsOf(/^Momentary/)[0]).toBe('−18.3 LUFS')
    await userEvent.click(screen.getByRole('button', { name: 'Measure anew' }))
    expect(test.paramsOf('session.watchLoudness').at(-1)).toEqual({ sessionId: 's1', restart: true })
  })
})

describe('the verdict on loudness', () => {
  it('warns of peaks first, then of the distance from the target', () => {
    const of = (integrated: number | null, truePeak: number) => verdictOf({ integrated, truePeak }, '-23')
    expect(of(-23, -0.5)).toEqual({ tone: 'over', text: 'peaks at −0.5 dBTP: above −1 coders clip' })
    for (const near of [-23.8, -24.04]) expect(of(near, -2).text).toBe('at the target')
    expect(of(-20, -2)).toEqual({ tone: 'tight', text: '3.0 LU above the target' })
    expect(of(null, -80).tone).toBe('good')
  })
})
