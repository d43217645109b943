import { expect, it } from 'vitest'
import { frameSteps, readPaths, totalMs } from '../../../contract/frame-path'
import { createMemoryJournals } from '../journal/testing/memory-journals'
import { createFramePaths } from './frame-paths'

/** The engine's clock at the start of the session. */
const ORIGIN = 5000

function setup() {
  const journals = createMemoryJournals()
  const client = { door: 'window', webrtcId: '', address: null } as const
  const journal = journals.open(
    { sessionId: 'a', handlerId: 'a.ts', handlerVersion: 1, openedAt: 0, client },
    0,
  )
  const paths = createFramePaths({
    ...{ journal, origin: ORIGIN },
    capturedMs: (medium, timestamp) => (medium === 'video' ? 1e12 + timestamp : null),
  })
  const written = () => {
    paths.write()
    return journals.rows('a').map((row) => ({ row, paths: readPaths(journals.bytes('a', row.n)) }))
  }
  return { paths, written }
}

const came = { firstAt: 6000, arrivedAt: 6003, timestamp: 7 }
const went = {
  cause: 6003,
  // On the session's clock.
  handled: { takenAt: 1020, emittedAt: 1035 },
  ...{ headAt: 6040, dueAt: 6052, sentAt: 6055, timestamp: 9 },
}

it('tells where the time of an answered frame went, in steps that add up', () => {
  const { paths, written } = setup()
  paths.came('video', came, 6010)
  paths.handed('video', 6014)
  paths.went('video', went)
  const [{ row, paths: [path] = [] } = {}] = written()
  expect(row).toMatchObject({
    ...{ kind: 'path', type: 'video' },
    fields: { medium: 'video', count: 1, totalMs: 55, longestMs: 55 },
  })
  expect(path).toEqual({
    ...{ sentMs: 1055, inTs: 7, outTs: 9, capturedMs: 1e12 + 7 },
    steps: {
      ...{ arrival: 3, reorder: 7, decode: 4, inputQueue: 6 },
      ...{ handler: 15, outputQueue: 5, pacing: 12, encode: 3 },
    },
  })
})

it('never goes back in time where the clocks of two threads do not quite agree', () => {
  const { paths, written } = setup()
  paths.came('audio', came, 6010)
  paths.handed('audio', 6020.4)
  paths.went('audio', { ...went, handled: { takenAt: 1020, emittedAt: 1040.3 } })
  const [path] = written()[0]?.paths ?? []
  expect(path && frameSteps.every((step) => path.steps[step] >= 0)).toBe(true)
  expect(path && totalMs(path)).toBeCloseTo(55, 3)
})

it('follows no frame that answers none, nor one that nobody knows any more', () => {
  const { paths, written } = setup()
  paths.went('audio', { ...went, cause: null })
  paths.went('audio', went)
  for (let at = 0; at < 300; at += 1) {
    paths.came('audio', { ...came, arrivedAt: at }, at)
    paths.handed('audio', at)
  }
  paths.went('audio', { ...went, cause: 0 })
  expect(written()).toEqual([])
})
