/** Pictures that show their number, encoded once and sent again and again. */
import { type Picture, pictureBytes } from '../../contract/media'
import { createVideoDecoder } from '../../main/engine/codecs/video-decoder'
import { createVp8Encoder } from '../../main/engine/codecs/vp8-encoder'
import { BITS, blocksOf, numberOf } from '../page/block-code'

export const WIDTH = 640
export const HEIGHT = 480
export const FPS = 30
/** Pictures after which they begin anew: 2 s. */
export const LOOP_PICTURES = 60
const BITRATE = 1_500_000

function fill(data: Uint8Array, number: number): void {
  for (const { x, y, width, height, white } of blocksOf(number, WIDTH, HEIGHT)) {
    for (let row = y; row < y + height; row += 1) {
      data.fill(white ? 235 : 16, row * WIDTH + x, row * WIDTH + x + width)
    }
  }
}

/** Something soft that moves, as a camera sees it, above the number. */
function picture(number: number): Picture {
  const data = new Uint8Array(pictureBytes(WIDTH, HEIGHT, 'i420')).fill(128)
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      data[y * WIDTH + x] = 128 + 60 * Math.sin((x + 3 * number) / 23) + 40 * Math.cos((y - 2 * number) / 17)
    }
  }
  fill(data, number)
  return { width: WIDTH, height: HEIGHT, format: 'i420', data, pts: number * 3000 }
}

/** The first is a key frame, so that they can follow each other in a ring. */
export function encodePictures(): readonly Uint8Array[] {
  let ms = 0
  const encoder = createVp8Encoder({ bitrate: BITRATE, fps: FPS, clock: { now: () => ms } })
  const encoded = Array.from({ length: LOOP_PICTURES }, (_, number) => {
    ms = (number * 1000) / FPS
    return encoder.encode(picture(number), { keyFrame: number === 0 })
  })
  encoder.close()
  return encoded.map((one, number) => {
    if (!one) throw new Error(`the encoder dropped picture ${number}`)
    return one.payload
  })
}

function readNumber({ width, height, data }: Picture): number {
  const middle = height - Math.round(height / 16)
  return numberOf(
    Array.from(
      { length: BITS },
      (_, bit) => data[middle * width + Math.round(((bit + 0.5) * width) / BITS)] ?? 0,
    ),
  )
}

export interface TimedPicture {
  /** When its last packet came, ms. */
  readonly at: number
  readonly payload: Uint8Array
}

/** Numbers of pictures that follow each other; null where one does not decode. */
export function readNumbers(pictures: readonly TimedPicture[]): readonly (number | null)[] {
  const decoder = createVideoDecoder('vp8')
  function read(payload: Uint8Array): number | null {
    try {
      const decoded = decoder.decode(payload, 0)
      return decoded && readNumber(decoded)
    } catch {
      // Something was lost before it: that shows in the sequence numbers.
      return null
    }
  }
  const numbers = pictures.map(({ payload }) => read(payload))
  decoder.close()
  return numbers
}
