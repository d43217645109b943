export type VideoCodec = 'vp8' | 'h264'

export const isVideoCodec = (name: unknown): name is VideoCodec => name === 'vp8' || name === 'h264'

/** Source: RFC 6386 section 9.1: the lowest bit of a picture's first byte is 0 in a key frame. */
function isVp8KeyFrame(payload: Uint8Array): boolean {
  return payload.length > 0 && ((payload[0] ?? 1) & 1) === 0
}

const IDR_SLICE = 5

/** Whether one of the NAL units is an IDR slice. Source: ITU-T H.264 table 7-1 and annex B. */
function hasIdrSlice(payload: Uint8Array): boolean {
  for (let at = payload.indexOf(1); at >= 0; at = payload.indexOf(1, at + 1)) {
    const afterStartCode = at >= 2 && payload[at - 1] === 0 && payload[at - 2] === 0
    if (afterStartCode && ((payload[at + 1] ?? 0) & 0x1f) === IDR_SLICE) return true
  }
  return false
}

/** Whether a decoder can begin with this picture: a whole VP8 frame, or H.264 in Annex B. */
export function isKeyFrame(codec: VideoCodec, payload: Uint8Array): boolean {
  return codec === 'vp8' ? isVp8KeyFrame(payload) : hasIdrSlice(payload)
}
