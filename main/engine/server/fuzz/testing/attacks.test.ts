import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSeededRandom } from '../../../../../scripts/faults/soak/seeded-random'
import { faultOf } from './exchange'
import { nastyJson, spoiledObject, spoiledSdp } from './nasty-values'

const answer = (status: number | null, body = '', contentType = 'application/json; charset=utf-8') => ({
  status,
  body,
  contentType,
  isClosed: true,
})
const refusal = JSON.stringify({ error: { code: 'invalid', message: 'no' } })

describe('an answer to something malformed', () => {
  it('is fine when it refuses with code and message, in FastRTC’s words, or by closing', () => {
    expect(faultOf(answer(400, refusal), 'POST')).toBeNull()
    expect(faultOf(answer(422, '{"status":"failed","meta":{"error":"x"}}'), 'POST')).toBeNull()
    expect(faultOf(answer(null), 'POST')).toBeNull()
    expect(faultOf(answer(400), 'HEAD')).toBeNull()
    expect(faultOf(answer(404, `5c\r\n${refusal}\r\n0\r\n`), 'GET')).toBeNull()
  })

  it('is a fault when it is a defect of ours, unclear, or never comes', () => {
    expect(faultOf(answer(500, refusal), 'POST')).toContain('500')
    expect(faultOf(answer(400, 'no'), 'POST')).toContain('without code')
    expect(faultOf(answer(404, refusal, 'text/html'), 'GET')).toContain('text/html')
    expect(faultOf({ ...answer(null), isClosed: false }, 'GET')).toContain('neither')
  })
})

describe('nasty values', () => {
  it('are the same for the same seed, and JSON where they say so', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const once = createSeededRandom(seed)
        const again = createSeededRandom(seed)
        const text = nastyJson(once)
        expect(nastyJson(again)).toBe(text)
        JSON.parse(text)
        JSON.parse(spoiledObject(once, { type: 'offer', sdp: 'v=0' }))
        expect(typeof spoiledSdp(once, 'v=0\r\na=mid:0\r\n')).toBe('string')
      }),
    )
  })
})
