import { describe, expect, it } from 'vitest'
import { connectCall } from './connect-call'
import { type IncomingCall, streamUrl } from './stream-url'

const call = (host: string, more: Partial<IncomingCall> = {}): IncomingCall => ({
  host,
  originalUrl: '/telephone/incoming',
  protocol: 'http',
  headers: {},
  query: {},
  ...more,
})

describe('the address of a stream', () => {
  it.each([
    ['this computer', call('127.0.0.1:8000'), 'ws://127.0.0.1:8000/telephone/handler'],
    ['IPv6', call('[::1]:8000'), 'ws://[::1]:8000/telephone/handler'],
    ['localhost', call('localhost:8000'), 'ws://localhost:8000/telephone/handler'],
    [
      'a server with TLS',
      call('10.0.0.5:8443', { protocol: 'https' }),
      'wss://10.0.0.5:8443/telephone/handler',
    ],
    [
      'the standard port',
      call('calls.example:443', { protocol: 'https' }),
      'wss://calls.example/telephone/handler',
    ],
    ['a tunnel', call('abc.example'), 'wss://abc.example/telephone/handler'],
    [
      'a proxy that speaks TLS for us',
      call('10.0.0.5', { headers: { 'x-forwarded-proto': 'https' } }),
      'wss://10.0.0.5/telephone/handler',
    ],
    [
      'a named handler',
      call('abc.example', { originalUrl: '/front%20desk/telephone/incoming' }),
      'wss://abc.example/front%20desk/telephone/handler',
    ],
    [
      'a token, which no query of a stream would keep',
      call('abc.example', { originalUrl: '/echo/telephone/incoming?token=s3', query: { token: 's3' } }),
      'wss://abc.example/~s3/echo/telephone/handler',
    ],
    [
      'a token that was in the path',
      call('abc.example', { originalUrl: '/~s3/telephone/incoming' }),
      'wss://abc.example/~s3/telephone/handler',
    ],
  ])('is right for %s', (_what, incoming, url) => {
    expect(streamUrl(incoming)).toBe(url)
  })
})

describe('the answer to a call', () => {
  it('is XML whatever the name by which we were called', () => {
    expect(connectCall(`ws://a"><Dial>1</Dial>&'`)).toContain(
      '<Stream url="ws://a&quot;&gt;&lt;Dial&gt;1&lt;/Dial&gt;&amp;&apos;" />',
    )
  })
})
