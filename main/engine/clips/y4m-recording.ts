import { type Picture, VIDEO_CLOCK_RATE } from '../../../contract/media'
import { createPictureConverter } from '../codecs/picture-converter'
import { createVideoDecoder } from '../codecs/video-decoder'
import type { Recording } from './recording'
import type { RecordingFile } from './recording-file'

/** Frame rates are written in this many parts of a picture a second. */
const RATE_PARTS = 1000
/** Limited range: what a screen shows before anything is shown. */
const BLACK = { y: 16, uv: 128 }

function black({ width, height, data }: Picture): Uint8Array {
  const bytes = new Uint8Array(data.length).fill(BLACK.uv)
  return bytes.fill(BLACK.y, 0, width * height)
}

/**
 * Pictures alone, uncompressed, at a steady rate: one is repeated until the next, and it is black before the first. All have the
 * size of the first. Source: the YUV4MPEG2 format of mjpegtools, yuv4mpeg(5).
 */
export function createY4mRecording(file: RecordingFile, fps: number): Recording {
  const decoder = createVideoDecoder('vp8')
  const converter = createPictureConverter()
  const frameMark = Buffer.from('FRAME\n')
  let shape: Picture | undefined
  let shown: Uint8Array | undefined
  let frames = 0

  function write(bytes: Uint8Array): void {
    file.append(frameMark)
    file.append(bytes)
    frames += 1
  }

  function begin(picture: Picture): void {
    shape = picture
    shown = black(picture)
    const rate = `F${Math.round(fps * RATE_PARTS)}:${RATE_PARTS}`
    file.append(Buffer.from(`YUV4MPEG2 W${picture.width} H${picture.height} ${rate} Ip A1:1 C420jpeg\n`))
  }

  /** What is shown until then, ms. */
  function fillUntil(at: number): void {
    if (shown) while (frames < Math.round((at * fps) / 1000)) write(shown)
  }

  return {
    audio: () => undefined,
    video({ payload, pts }) {
      const picture = decoder.decode(payload, pts)
      if (!picture) return
      if (!shape) begin(picture)
      const { width, height } = shape ?? picture
      fillUntil((pts * 1000) / VIDEO_CLOCK_RATE)
      shown = converter.convert(picture, { format: 'i420', width, height }).data
    },
    finish: fillUntil,
    close() {
      decoder.close()
      converter.close()
      file.close()
    },
  }
}
