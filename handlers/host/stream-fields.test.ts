import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPlainStream, streamSchema } from './stream-fields'

const values = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    'audio',
    'video',
    'audio-video',
    'send',
    'receive',
    'send-receive',
    '',
    NaN,
  ),
  fc.constantFrom(0, 1, -1, 1.5, 2 ** 53, Number.POSITIVE_INFINITY, 'x'.repeat(200), 'x'.repeat(201)),
  fc.string(),
  fc.double(),
  fc.integer(),
)
const fields = ['title', 'modality', 'mode', 'concurrencyLimit', 'timeLimit', 'inputs', 'other', 'toString']
const streams = fc.dictionary(fc.constantFrom(...fields), values, { noNullPrototype: true, maxKeys: 3 })

describe('the stream export', () => {
  it('is fine at a glance exactly when the schema says so', () => {
    const schema = streamSchema()
    fc.assert(
      fc.property(streams, (stream) => {
        const result = schema.safeParse(stream)
        expect(isPlainStream(stream)).toBe(result.success)
        if (result.success) expect(result.data).toEqual(stream)
      }),
      { numRuns: 3000 },
    )
  })

  it('is looked at by the schema when it is anything else', () => {
    for (const strange of [null, 7, [], new Map(), Object.create({ mode: 'send' })])
      expect(isPlainStream(strange)).toBe(false)
  })
})
