import { describe, expect, it } from 'vitest'
import { parseSdpFragment } from './sdp-fragment'

const candidate = 'candidate:1 1 udp 2130706431 192.0.2.1 5000 typ host'

describe('the fragment of a trickle request', () => {
  it('has its candidates with the m-lines that they belong to, and the end of them', () => {
    const lines = ['a=ice-ufrag:abcd', 'a=ice-pwd:x', 'm=audio 9 RTP/AVP 0', 'a=mid:7', `a=${candidate}`]
    const more = ['m=video 9 RTP/AVP 0', `a=${candidate}`, 'a=end-of-candidates', '']
    expect(parseSdpFragment([...lines, ...more].join('\r\n'))).toEqual({
      ufrag: 'abcd',
      candidates: [
        { candidate, sdpMid: '7', sdpMLineIndex: null },
        { candidate, sdpMid: null, sdpMLineIndex: 1 },
        { candidate: '', sdpMid: null, sdpMLineIndex: null },
      ],
    })
  })

  it('may name no m-line at all', () => {
    expect(parseSdpFragment(`a=${candidate}\n`)).toEqual({
      ufrag: null,
      candidates: [{ candidate, sdpMid: null, sdpMLineIndex: 0 }],
    })
  })

  it.each([
    ['nothing', '', /empty/],
    ['JSON', '{"candidate": ""}', /no SDP/],
    ['a thousand candidates', `a=${candidate}\r\n`.repeat(1000), /more than 100/],
  ])('is refused when it is %s', (_what, text, message) => {
    expect(() => parseSdpFragment(text)).toThrow(message)
  })
})
