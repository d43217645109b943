import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UtteranceRecorder } from './utterance-recorder'

/** A recorder that was given 0, 1, 2 ... in blocks of these lengths. */
function recorded(lengths: readonly number[]): UtteranceRecorder {
  const recorder = new UtteranceRecorder(1)
  for (const length of lengths) {
    const start = recorder.position
    recorder.push(Int16Array.from({ length }, (_, n) => start + n))
  }
  return recorder
}

describe('the recorder of utterances', () => {
  it('gives exactly what lies between the beginning and the end, wherever the blocks part', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(lengths, fc.nat(400), fc.nat(400), (blocks, from, length) => {
        const recorder = recorded(blocks)
        const start = Math.min(from, recorder.position)
        const end = Math.min(start + length, recorder.position)
        recorder.begin(start)
        expect([...recorder.read(end)]).toEqual(Array.from({ length: end - start }, (_, n) => start + n))
      }),
    )
  })

  it('begins with the oldest sample it still has when it is asked for an older one', () => {
    const recorder = recorded([10, 10, 10])
    recorder.forget(12)
    recorder.begin(0)
    expect(recorder.read()[0]).toBe(10)
    expect(recorder.length).toBe(20)
  })

  it('forgets nothing of an utterance that goes on', () => {
    const recorder = recorded([10, 10, 10])
    recorder.begin(5)
    recorder.forget(30)
    expect(recorder.read()).toHaveLength(25)
    recorder.end()
    recorder.forget(30)
    recorder.begin(0)
    expect(recorder.read()).toHaveLength(0)
  })

  it('counts both channels of stereo as one position', () => {
    const recorder = new UtteranceRecorder(2)
    recorder.push(Int16Array.of(1, -1, 2, -2, 3, -3))
    recorder.begin(1)
    expect([...recorder.read()]).toEqual([2, -2, 3, -3])
    expect(recorder.position).toBe(3)
  })
})
