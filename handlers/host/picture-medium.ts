import type { PixelFormat } from '../../contract/media'
import { isVideoFrame, pictureComplaint } from '../kit/video-frame'
import type { Medium } from './interpret-emit'

/** An emitted picture, ready to be posted: a copy of the author's bytes. */
export interface EmittedPicture {
  readonly width: number
  readonly height: number
  readonly format: PixelFormat
  readonly data: Uint8Array<ArrayBuffer>
}

export const pictureMedium: Medium<EmittedPicture> = {
  expected:
    'a VideoFrame, alone or in a pair with AdditionalOutputs or CloseStream; or one of these two; or null',
  claims: isVideoFrame,
  read: (value) => {
    if (!isVideoFrame(value)) return { ok: true, value: null }
    const complaint = pictureComplaint(value)
    if (complaint !== null) return { ok: false, complaint: `a VideoFrame; one ${complaint}` }
    const { width, height, format, data } = value
    return { ok: true, value: { width, height, format, data: new Uint8Array(data) } }
  },
}
