import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createCallVocabulary } from '../telephone/call-events'
import { base64Schema, eventReader, plainEvent, readEvent } from './socket-event'

const media = eventReader('media', z.object({ payload: base64Schema }), ({ payload }) => ({
  kind: 'media',
  payload,
  missed: null,
}))
const vocabulary = { events: [media, plainEvent('stop', 'stop')], hasMessages: true }

describe('a text on a socket', () => {
  it('is understood as something whatever it is', () => {
    const calls = createCallVocabulary()
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({
        event: fc.constantFrom('start', 'media', 'mark', 'dtmf', 'stop', 'connected'),
        streamSid: fc.anything(),
        start: fc.anything(),
        media: fc.anything(),
        mark: fc.anything(),
        dtmf: fc.anything(),
      }),
    )
    fc.assert(
      fc.property(anything, (one) => {
        const text = typeof one === 'string' ? one : (JSON.stringify(one) ?? '')
        for (const words of [calls, vocabulary])
          expect(readEvent(text, words).kind).toEqual(expect.any(String))
      }),
    )
  })

  it('gives back the bytes of its base64, with or without padding', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.boolean(), (bytes, padded) => {
        const whole = Buffer.from(bytes).toString('base64')
        const payload = padded ? whole : whole.replace(/=+$/, '')
        const event = readEvent(JSON.stringify({ event: 'media', payload }), vocabulary)
        expect(event.kind === 'media' && [...event.payload]).toEqual([...bytes])
      }),
    )
  })

  it('without an event is a message where there are messages, and nothing elsewhere', () => {
    expect(readEvent('{"type":"x"}', vocabulary)).toEqual({ kind: 'message', text: '{"type":"x"}' })
    expect(readEvent('{"type":"x"}', { ...vocabulary, hasMessages: false }).kind).toBe('bad')
  })

  it('that is wrong says where', () => {
    expect(readEvent('{"event":"media","payload":"ab="}', vocabulary)).toMatchObject({ kind: 'media' })
    expect(readEvent('{"event":"media","payload":"abcde"}', vocabulary)).toMatchObject({
      kind: 'bad',
      reason: expect.stringContaining('wrong "payload": expected base64'),
    })
  })
})
