import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CallRecord, callOutcomes, packCalls, unpackCalls } from './call-records'
import { handlerMethods } from './host'

const times = fc.double({ min: 0, max: 1e9, noNaN: true })
const records: fc.Arbitrary<CallRecord> = fc.record({
  method: fc.constantFrom(...handlerMethods),
  outcome: fc.constantFrom(...callOutcomes),
  endedAt: times,
  ms: times,
  arrivedAt: fc.option(times),
})

describe('records of calls', () => {
  it('come out as they were packed', () => {
    fc.assert(
      fc.property(fc.array(records), (calls) => {
        expect(unpackCalls(packCalls(calls))).toEqual(calls)
      }),
    )
  })

  it('that are none are left out', () => {
    expect(unpackCalls(Float64Array.from([99, 0, 1, 2, 3, 0, 9, 1, 2, 3, 0, 0]))).toEqual([])
  })
})
