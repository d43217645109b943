import { expect, it } from 'vitest'
import { type FramePath, frameSteps, pathBytes } from '../../../../contract/frame-path'
import { createMemoryJournals } from '../testing/memory-journals'

const nothing = Object.fromEntries(frameSteps.map((step) => [step, 0])) as FramePath['steps']
const path = (sentMs: number, handler: number): FramePath => ({
  ...{ sentMs, inTs: 1, outTs: 2, capturedMs: null },
  steps: { ...nothing, decode: 1, handler },
})

function start() {
  const journals = createMemoryJournals()
  const client = { door: 'window', webrtcId: '', address: null } as const
  const head = { sessionId: 'a', handlerId: 'a.ts', handlerVersion: 1, openedAt: 0, client }
  const journal = journals.open(head, 0)
  const version = (number: number) => journal.append({ kind: 'swap', text: '', fields: { version: number } })
  const add = (medium: 'audio' | 'video', paths: readonly FramePath[]) =>
    journal.append({
      ...{ kind: 'path', type: medium, text: '' },
      ...{ fields: { medium, count: paths.length }, bytes: pathBytes(paths) },
    })
  return { journals, add, version, read: () => journals.paths('a') }
}

it('spreads the frames of each medium, of all versions and of each', () => {
  const { add, version, read } = start()
  version(1)
  add('audio', [path(1, 10), path(2, 20)])
  expect(read().summaries).toHaveLength(1)
  version(2)
  add('audio', [path(3, 30)])
  add('video', [path(4, 5)])
  const { summaries, complete } = read()
  expect(complete).toBe(true)
  expect(
    summaries.map(({ medium, version: of, total, steps }) => [
      medium,
      of,
      total.count,
      total.max,
      steps.handler.max,
    ]),
  ).toEqual([
    ['audio', null, 3, 31, 30],
    ['audio', 2, 1, 31, 30],
    ['audio', 1, 2, 21, 20],
    ['video', null, 1, 6, 5],
  ])
})

it('keeps the newest in their order, and the slowest of all', () => {
  const { add, read } = start()
  add('video', [path(0, 500)])
  for (let at = 1; at <= 300; at += 1) add('video', [path(at, at % 100)])
  const { video, audio } = read()
  expect([video.newest.length, video.newest[0]?.sentMs, video.newest.at(-1)?.sentMs]).toEqual([250, 51, 300])
  expect(video.slowest).toHaveLength(20)
  expect(video.slowest.slice(0, 2).map(({ steps }) => steps.handler)).toEqual([500, 99])
  expect(audio).toEqual({ newest: [], slowest: [] })
})

it('begins anew when the journal is cleared', () => {
  const { journals, add, read } = start()
  add('audio', [path(1, 10)])
  read()
  journals.clear('a')
  add('audio', [path(2, 3)])
  expect(read().audio.newest).toHaveLength(1)
})
