import { afterEach, describe, expect, it, vi } from 'vitest'
import { AdditionalOutputs, isAdditionalOutputs } from './additional-outputs'
import { CloseStream, isCloseStream } from './close-stream'
import { getCurrentContext } from './context'
import { createMessage } from './create-message'
import { bindHost } from './host-binding'
import { warning } from './warning'
import { WebRTCError, wasClientTold } from './webrtc-error'

afterEach(() => bindHost(undefined))

function bind(connected = true) {
  const send = vi.fn(() => connected)
  bindHost({
    context: () => ({ webrtcId: 'abc' }),
    send,
    queueGrew: () => undefined,
    readAsset: () => new Uint8Array(),
    wait: (start) => start(),
  })
  return send
}

describe('outside of a host', () => {
  it('there is no context, and warnings and errors go nowhere', () => {
    expect(() => getCurrentContext()).toThrow('No context found')
    warning('x')
    expect(wasClientTold(new WebRTCError('x'))).toBe(false)
  })
})

describe('in a host', () => {
  it('the context has the id of the connection', () => {
    bind()
    expect(getCurrentContext().webrtcId).toBe('abc')
  })

  it('a warning is sent under both keys that clients know', () => {
    const send = bind()
    warning('careful')
    warning()
    expect(send.mock.calls).toEqual([
      ['{"type":"warning","data":"careful","message":"careful"}'],
      ['{"type":"warning","data":"Warning issued.","message":"Warning issued."}'],
    ])
  })

  it('a WebRTCError is sent when it is made, and knows that it was', () => {
    const send = bind()
    const error = new WebRTCError('no')
    expect(send).toHaveBeenCalledExactlyOnceWith('{"type":"error","data":"no","message":"no"}')
    expect(wasClientTold(error)).toBe(true)
    bind(false)
    expect(wasClientTold(new WebRTCError('no'))).toBe(false)
    expect(wasClientTold(new Error('no'))).toBe(false)
  })
})

describe('values that are no media', () => {
  it('are known by their brand', () => {
    expect(isAdditionalOutputs(new AdditionalOutputs(1, 'a'))).toBe(true)
    expect(new AdditionalOutputs(1, 'a').args).toEqual([1, 'a'])
    expect(isCloseStream(new CloseStream())).toBe(true)
    expect(new CloseStream().message).toBe('Stream closed')
    expect([isCloseStream(new AdditionalOutputs()), isAdditionalOutputs(null)]).toEqual([false, false])
    expect(isCloseStream({ [Symbol.for('soundcheck.close-stream')]: true })).toBe(true)
  })
})

it('a message has the shape that FastRTC clients read', () => {
  expect(createMessage('log', 'x')).toBe('{"type":"log","data":"x"}')
})
