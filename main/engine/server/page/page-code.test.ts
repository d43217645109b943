import { describe, expect, it } from 'vitest'
import { levelOf } from './assets/level-meter.js'
import { readMessage } from './assets/message-log.js'
import { offerAddress } from './assets/signalling.js'
import { deviceTrouble, refusal } from './assets/trouble.js'

const at = (address: string) => offerAddress(new URL(address))

describe('the address that offers go to', () => {
  it('is below that of the page, whether that ends with a slash or not', () => {
    expect(at('http://127.0.0.1:8000/')).toBe('http://127.0.0.1:8000/webrtc/offer')
    expect(at('http://127.0.0.1:8000/echo')).toBe('http://127.0.0.1:8000/echo/webrtc/offer')
    expect(at('http://127.0.0.1:8000/a/echo/')).toBe('http://127.0.0.1:8000/a/echo/webrtc/offer')
  })

  it('carries the token, and nothing else of the page', () => {
    expect(at('https://h:1/?x=1&token=a%2Bb#z')).toBe('https://h:1/webrtc/offer?token=a%2Bb')
  })
})

describe('a refusal', () => {
  it('is understood in the words of FastRTC', () => {
    const body = { status: 'failed', meta: { error: 'concurrency_limit_reached', limit: 2 } }
    expect(refusal(200, body).message).toContain('2 session(s) at once')
    expect(refusal(200, { meta: { error: 'something_new' } }).message).toContain('something_new')
  })

  it('is shown with the message and the hint of the server', () => {
    const body = { code: 'not-found', message: 'there is no handler', hint: 'Save one.' }
    expect(refusal(404, body)).toMatchObject({ message: 'there is no handler', hint: 'Save one.' })
  })

  it('of a token says where a good one is, and of anything else at least the status', () => {
    expect(refusal(401, { message: 'no' }).hint).toContain('?token=')
    expect(refusal(500, null).message).toContain('500')
  })
})

it('a device that cannot be had is named, with what to do', () => {
  const named = (name: string) => deviceTrouble(new DOMException('', name), 'audio')
  for (const name of ['NotAllowedError', 'NotFoundError', 'NotReadableError']) {
    expect(named(name).message).toContain('microphone')
    expect(named(name).hint).not.toBe('')
  }
})

describe('a message', () => {
  it('is shown as it came, whatever it is', () => {
    for (const text of ['plain', '[1]', 'null', '{"a":1}'])
      expect(readMessage(text)).toEqual({ text, isFailure: false, ends: false })
  })

  it('that is an error or a warning reads as one', () => {
    expect(readMessage('{"type":"error","message":"it broke"}')).toEqual({
      text: 'error: it broke',
      isFailure: true,
      ends: false,
    })
    expect(readMessage('{"type":"warning","data":"careful"}').text).toBe('warning: careful')
  })

  it('can ask to hang up', () => {
    expect(readMessage('{"type":"end_stream","data":"Stream closed"}').ends).toBe(true)
    expect(readMessage('{"type":"update_connection","data":"closed"}').ends).toBe(true)
  })
})

it('a meter shows 0 for silence, 1 for full scale, and the middle for -30 dB', () => {
  expect(levelOf(new Float32Array(100))).toBe(0)
  expect(levelOf(new Float32Array(100).fill(1))).toBe(1)
  expect(levelOf(new Float32Array(100).fill(10 ** (-30 / 20)))).toBeCloseTo(0.5)
})
