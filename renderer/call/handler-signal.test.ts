// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { handlerSignal } from './handler-signal'

describe('handlerSignal', () => {
  it('knows what FastRTC’s handlers ask of a client', () => {
    expect(handlerSignal('{"type":"send_input","data":[]}')).toEqual({ type: 'send_input' })
    expect(handlerSignal('{"type":"stopword","data":""}')).toEqual({ type: 'stopword' })
    expect(handlerSignal('{"type":"end_stream","data":" Bye "}')).toEqual({ type: 'end_stream', text: 'Bye' })
    expect(handlerSignal('{"type":"end_stream"}')).toEqual({ type: 'end_stream', text: '' })
  })

  it('takes nothing else for a signal', () => {
    const others = ['send_input', '"stopword"', '{"type":"log","data":"stopword"}', '["end_stream"]', '{']
    for (const text of others) expect(handlerSignal(text)).toBeNull()
    fc.assert(fc.property(fc.string(), (text) => handlerSignal(text) === null))
  })
})
