import { describe, expect, it } from 'vitest'
import { withBundledTransport } from './bundled-transport'

const section = (kind: string, mid: string, n: number, rest: string[] = []) => [
  `m=${kind} 9 UDP/TLS/RTP/SAVPF 96`,
  'c=IN IP4 0.0.0.0',
  `a=mid:${mid}`,
  `a=ice-ufrag:user${n}`,
  `a=ice-pwd:password${n}`,
  `a=candidate:${n} 1 udp 1 127.0.0.1 500${n} typ host`,
  'a=end-of-candidates',
  `a=fingerprint:sha-256 AA:0${n}`,
  'a=setup:actpass',
  ...rest,
]
const sdp = (...lines: string[]) => `${lines.join('\r\n')}\r\n`
const head = (group: string) => ['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0', `a=group:BUNDLE ${group}`]

describe('an offer whose bundled m-lines each bring a transport', () => {
  const offer = sdp(...head('0 1'), ...section('audio', '0', 1, ['a=rtcp-mux']), ...section('video', '1', 2))

  it('counts with the transport of the first of the group', () => {
    const bundled = withBundledTransport(offer)
    expect(bundled.match(/a=ice-ufrag:user1/g)).toHaveLength(2)
    expect(bundled).not.toContain('user2')
    expect(bundled).not.toContain('password2')
    expect(bundled).not.toContain('5002')
    expect(bundled).not.toContain('AA:02')
  })

  it('keeps everything else of each m-line, in order', () => {
    const bundled = withBundledTransport(offer).split('\r\n')
    expect(bundled.filter((line) => line.startsWith('m=')).map((line) => line.slice(2, 7))).toEqual([
      'audio',
      'video',
    ])
    expect(bundled).toContain('a=rtcp-mux')
    expect(bundled.at(-1)).toBe('')
  })

  it('leaves an m-line outside of the group alone', () => {
    const outside = sdp(...head('0'), ...section('audio', '0', 1), ...section('video', '1', 2))
    expect(withBundledTransport(outside)).toContain('a=ice-ufrag:user2')
  })

  it('leaves text without a group or without transport as it is', () => {
    for (const text of ['', 'nonsense', sdp(...head('9'), ...section('audio', '0', 1))]) {
      expect(withBundledTransport(text)).toBe(text)
    }
  })
})
