import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type FramePath, frameSteps, pathBytes, readPaths, totalMs } from './frame-path'

const ms = fc.float({ min: 0, max: 100_000, noNaN: true })
const timestamp = fc.option(fc.integer({ min: 0, max: 2 ** 32 - 2 }))
const path = fc.record({
  sentMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
  ...{ inTs: timestamp, outTs: timestamp },
  capturedMs: fc.option(fc.double({ min: 0, max: 2e12, noNaN: true })),
  steps: fc.record(Object.fromEntries(frameSteps.map((step) => [step, ms]))),
}) as fc.Arbitrary<FramePath>

it('gives back the ways of frames as they were put into bytes', () => {
  fc.assert(
    fc.property(fc.array(path), (paths) => {
      expect(readPaths(pathBytes(paths))).toEqual(paths)
    }),
  )
})

it('takes part of a frame for none, and adds the steps up', () => {
  const steps = Object.fromEntries(frameSteps.map((step) => [step, 2])) as FramePath['steps']
  const bytes = pathBytes([{ sentMs: 5, inTs: null, outTs: 7, capturedMs: null, steps }])
  expect(readPaths(bytes.subarray(0, -1))).toEqual([])
  expect(readPaths(bytes).map(totalMs)).toEqual([2 * frameSteps.length])
})
