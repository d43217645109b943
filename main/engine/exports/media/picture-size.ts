import { createVideoDecoder } from '../../codecs/video-decoder'
import { vp8Size } from '../../codecs/vp8-size'
import type { SidePicture } from './side-pictures'

export interface PictureSize {
  readonly width: number
  readonly height: number
}

function decodedSize({ codec, payload }: SidePicture): PictureSize {
  const decoder = createVideoDecoder(codec)
  try {
    return decoder.decode(payload, 0) ?? { width: 0, height: 0 }
  } catch {
    // The file is written all the same: who reads it finds the size, or the damage, in the stream.
    return { width: 0, height: 0 }
  } finally {
    decoder.close()
  }
}

/** Of a key frame, pixels; zeros where that cannot be told. */
export const pictureSize = (keyFrame: SidePicture): PictureSize =>
  keyFrame.codec === 'vp8' ? vp8Size(keyFrame.payload) : decodedSize(keyFrame)
