/**
 * The picture of the fake camera: its left half is red and its right half blue, so that a mirrored one is known by its
 * pixels; a row of black and white blocks along the bottom is the picture's number in binary, which survives a codec; in
 * the middle stands the number for people.
 */

export interface TestVideo {
  /** Pixels, even. */
  readonly width: number
  readonly height: number
  /** Pictures per second. */
  readonly frameRate: number
  /** Pictures before it begins anew; at most 256, the numbers that the blocks can say. */
  readonly count: number
}

interface Colour {
  readonly y: number
  readonly u: number
  readonly v: number
}

const RED: Colour = { y: 81, u: 90, v: 240 }
const BLUE: Colour = { y: 41, u: 240, v: 110 }
const WHITE: Colour = { y: 235, u: 128, v: 128 }
const BLACK: Colour = { y: 16, u: 128, v: 128 }

const BITS = 8
/** The blocks' share of the height. */
const CODE_SHARE = 1 / 8

/** Which of a digit's seven segments are lit: top, upper left, upper right, middle, lower left, lower right, bottom. */
const SEGMENTS = [
  '1110111',
  '0010010',
  '1011101',
  '1011011',
  '0111010',
  '1101011',
  '1101111',
  '1010010',
  '1111111',
  '1111011',
]
/** Each segment as x, y, width, height in fifths of the digit's width and ninths of its height. */
const SEGMENT_BOXES = [
  [0, 0, 5, 1],
  [0, 0, 1, 5],
  [4, 0, 1, 5],
  [0, 4, 5, 1],
  [0, 4, 1, 5],
  [4, 4, 1, 5],
  [0, 8, 5, 1],
] as const

class Canvas {
  readonly bytes: Uint8Array
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.bytes = new Uint8Array((width * height * 3) / 2)
  }

  /** Fills a box; its corners are rounded to even pixels, for the chroma. */
  fill(x: number, y: number, width: number, height: number, colour: Colour): void {
    const [left, top, right, bottom] = [x, y, x + width, y + height].map((value) => Math.round(value / 2))
    if (left === undefined || top === undefined || right === undefined || bottom === undefined) return
    const luma = this.width * this.height
    const half = this.width / 2
    for (let row = 2 * top; row < 2 * bottom; row += 1)
      this.bytes.fill(colour.y, row * this.width + 2 * left, row * this.width + 2 * right)
    for (let row = top; row < bottom; row += 1) {
      this.bytes.fill(colour.u, luma + row * half + left, luma + row * half + right)
      this.bytes.fill(colour.v, luma * 1.25 + row * half + left, luma * 1.25 + row * half + right)
    }
  }
}

function drawDigit(canvas: Canvas, digit: string, x: number, y: number, height: number): void {
  const [unitX, unitY] = [height / 9, height / 9]
  const lit = SEGMENTS[Number(digit)] ?? ''
  SEGMENT_BOXES.forEach(([left, top, width, tall], at) => {
    if (lit[at] === '1') canvas.fill(x + left * unitX, y + top * unitY, width * unitX, tall * unitY, WHITE)
  })
}

function drawNumber(canvas: Canvas, number: number): void {
  const digits = String(number).padStart(3, '0')
  const height = canvas.height / 3
  const step = (height / 9) * 7
  const left = (canvas.width - step * digits.length) / 2
  for (const [at, digit] of [...digits].entries())
    drawDigit(canvas, digit, left + at * step, canvas.height / 4, height)
}

function drawCode(canvas: Canvas, number: number): void {
  const [width, height] = [canvas.width / BITS, canvas.height * CODE_SHARE]
  for (let bit = 0; bit < BITS; bit += 1) {
    const isSet = (number >> (BITS - 1 - bit)) & 1
    canvas.fill(bit * width, canvas.height - height, width, height, isSet ? WHITE : BLACK)
  }
}

/** The picture of `number` as I420 bytes. */
export function testPicture(width: number, height: number, number: number): Uint8Array {
  const canvas = new Canvas(width, height)
  canvas.fill(0, 0, width / 2, height, RED)
  canvas.fill(width / 2, 0, width / 2, height, BLUE)
  drawNumber(canvas, number)
  drawCode(canvas, number)
  return canvas.bytes
}

/** A YUV4MPEG2 file of pictures 0 .. count - 1, as Chromium's fake camera reads it. */
export function encodeY4m({ width, height, frameRate, count }: TestVideo): Buffer {
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F${frameRate}:1 Ip A1:1 C420\n`, 'latin1')
  const pictures = Array.from({ length: count }, (_, number) => testPicture(width, height, number))
  return Buffer.concat([header, ...pictures.flatMap((bytes) => [Buffer.from('FRAME\n', 'latin1'), bytes])])
}

/** Pixels as a canvas or a PNG gives them. */
export interface RgbaPixels {
  readonly width: number
  readonly height: number
  /** 4 bytes a pixel. */
  readonly data: ArrayLike<number>
}

function pixelAt({ width, height, data }: RgbaPixels, x: number, y: number): [number, number, number] {
  const at = 4 * (Math.floor(y * height) * width + Math.floor(x * width))
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
}

/** Whether the picture stands as the camera took it, or mirrored; `unclear` when it is not the test picture. */
export function orientationOf(pixels: RgbaPixels): 'plain' | 'mirrored' | 'unclear' {
  const [leftRed, , leftBlue] = pixelAt(pixels, 0.1, 0.1)
  const [rightRed, , rightBlue] = pixelAt(pixels, 0.9, 0.1)
  if (leftRed > leftBlue + 60 && rightBlue > rightRed + 60) return 'plain'
  if (leftBlue > leftRed + 60 && rightRed > rightBlue + 60) return 'mirrored'
  return 'unclear'
}

/** The number that the blocks of an unmirrored picture say, 0..255. */
export function numberOf(pixels: RgbaPixels): number {
  let number = 0
  for (let bit = 0; bit < BITS; bit += 1) {
    const [red, green, blue] = pixelAt(pixels, (bit + 0.5) / BITS, 1 - CODE_SHARE / 2)
    number = number * 2 + (red + green + blue > 3 * 128 ? 1 : 0)
  }
  return number
}
