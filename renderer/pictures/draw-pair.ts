import type { PicturePair } from './pair-feed'
import type { Pixel, Rgb } from './picture-figures'

export type PairLook = 'wipe' | 'difference'

/** Differences are small: so often their brightness is doubled. */
const DOUBLINGS = 2

function difference(context: CanvasRenderingContext2D, sent: ImageBitmap): void {
  const { canvas } = context
  context.globalCompositeOperation = 'difference'
  context.drawImage(sent, 0, 0, canvas.width, canvas.height)
  context.globalCompositeOperation = 'lighter'
  for (let doubling = 0; doubling < DOUBLINGS; doubling += 1) context.drawImage(canvas, 0, 0)
  context.globalCompositeOperation = 'source-over'
}

function wipe(context: CanvasRenderingContext2D, sent: ImageBitmap, share: number): void {
  const { width, height } = context.canvas
  const edge = Math.round(width * share)
  context.save()
  context.beginPath()
  context.rect(0, 0, edge, height)
  context.clip()
  context.drawImage(sent, 0, 0, width, height)
  context.restore()
  context.fillStyle = '#fff'
  context.fillRect(edge - 1, 0, 2, height)
}

/** @param share of the width that shows what was sent, 0..1 */
export function drawPair(
  canvas: HTMLCanvasElement,
  { sent, received }: PicturePair,
  look: PairLook,
  share: number,
): void {
  const context = canvas.getContext('2d')
  if (!context) return
  if (canvas.width !== received.width || canvas.height !== received.height) {
    canvas.width = received.width
    canvas.height = received.height
  }
  context.drawImage(received, 0, 0)
  if (!sent) return
  if (look === 'difference') difference(context, sent)
  else wipe(context, sent, share)
}

/** RGBA of a picture in another size. */
export function samplesOf(picture: ImageBitmap, width: number, height: number): Uint8ClampedArray {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!context) return new Uint8ClampedArray()
  context.drawImage(picture, 0, 0, width, height)
  return context.getImageData(0, 0, width, height).data
}

/** One pixel of a picture, at a place in a picture of the size `of`. */
export function pixelOf(picture: ImageBitmap, { x, y }: Pixel, of: ImageBitmap): Rgb {
  const context = new OffscreenCanvas(1, 1).getContext('2d')
  if (!context) return [0, 0, 0]
  const [left, top] = [
    Math.floor((x * picture.width) / of.width),
    Math.floor((y * picture.height) / of.height),
  ]
  context.drawImage(picture, left, top, 1, 1, 0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
  return [red, green, blue]
}
