// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { roundTripOf } from './round-trip'
import { withStereoOpus, withVideoStartBitrate } from './sdp'

const sdp = (...lines: readonly string[]) => `${lines.join('\r\n')}\r\n`

describe('withStereoOpus', () => {
  it('adds stereo to the parameters of Opus and leaves other formats alone', () => {
    const before = sdp(
      'a=rtpmap:111 opus/48000/2',
      'a=fmtp:111 minptime=10;useinbandfec=1',
      'a=rtpmap:9 G722/8000',
      'a=fmtp:9 x=1',
    )
    expect(withStereoOpus(before)).toBe(
      sdp(
        'a=rtpmap:111 opus/48000/2',
        'a=fmtp:111 minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1',
        'a=rtpmap:9 G722/8000',
        'a=fmtp:9 x=1',
      ),
    )
  })

  it('adds a line of parameters where there was none', () => {
    expect(withStereoOpus(sdp('a=rtpmap:96 OPUS/48000/2', 'a=ptime:20'))).toBe(
      sdp('a=rtpmap:96 OPUS/48000/2', 'a=fmtp:96 stereo=1;sprop-stereo=1', 'a=ptime:20'),
    )
  })

  it('changes nothing the second time', () => {
    const once = withStereoOpus(sdp('a=rtpmap:111 opus/48000/2', 'a=fmtp:111 stereo=0;minptime=10'))
    expect(once).toContain('a=fmtp:111 minptime=10;stereo=1;sprop-stereo=1')
    expect(withStereoOpus(once)).toBe(once)
  })
})

describe('withVideoStartBitrate', () => {
  it('sets the bitrate of VP8 and H.264, and of nothing else', () => {
    const before = sdp(
      'a=rtpmap:96 VP8/90000',
      'a=rtpmap:97 rtx/90000',
      'a=rtpmap:98 H264/90000',
      'a=fmtp:98 x=1',
    )
    expect(withVideoStartBitrate(before, 2000)).toBe(
      sdp(
        'a=rtpmap:96 VP8/90000',
        'a=fmtp:96 x-google-start-bitrate=2000',
        'a=rtpmap:97 rtx/90000',
        'a=rtpmap:98 H264/90000',
        'a=fmtp:98 x=1;x-google-start-bitrate=2000',
      ),
    )
  })
})

describe('roundTripOf', () => {
  const stats = [
    { id: 'other', type: 'candidate-pair', currentRoundTripTime: 9 },
    { id: 'pair', type: 'candidate-pair', currentRoundTripTime: 0.0021 },
  ]

  it('reads the selected pair, in milliseconds', () => {
    const transport = { id: 't', type: 'transport', selectedCandidatePairId: 'pair' }
    expect(roundTripOf([...stats, transport])).toBeCloseTo(2.1)
  })

  it('is null while no pair is selected', () => {
    expect(roundTripOf([...stats, { id: 't', type: 'transport' }])).toBeNull()
  })
})
