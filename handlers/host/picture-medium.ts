import type { PixelFormat } from '../../contract/media'
import { isVideoFrame, pictureComplaint } from '../kit/video-frame'
import type { Medium } from './interpret-emit'

/** An emitted picture, ready to be posted: a copy of the author's bytes. */
export interface EmittedPicture {
  readonly width: number
  readonly height: number
  readonly format: PixelFormat
  readonly data: Uint8Array<ArrayBuffer>
  /** Of the picture that it was made of, where the author passed it on. */
  readonly pts: number
}

/** Two 4K pictures: coding a larger one would hold up everybody's sound. */
const MOST_PIXELS = 16_777_216

function sizeComplaint({
  width,
  height,
}: {
  readonly width: number
  readonly height: number
}): string | null {
  if (width * height <= MOST_PIXELS) return null
  return `of ${width} x ${height} has ${width * height} pixels; expected at most ${MOST_PIXELS}: make it smaller`
}

export const pictureMedium: Medium<EmittedPicture> = {
  expected:
    'a VideoFrame, alone or in a pair with AdditionalOutputs or CloseStream; or one of these two; or null',
  claims: isVideoFrame,
  read: (value) => {
    if (!isVideoFrame(value)) return { ok: true, value: null }
    const complaint = pictureComplaint(value) ?? sizeComplaint(value)
    if (complaint !== null) return { ok: false, complaint: `a VideoFrame; one ${complaint}` }
    const { width, height, format, data, pts } = value
    return { ok: true, value: { width, height, format, data: new Uint8Array(data), pts } }
  },
}
