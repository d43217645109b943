import { describe, expect, it, onTestFinished } from 'vitest'
import { movingPicture } from './testing/pictures'
import { createThumbnailer, THUMBNAIL_SIDE } from './thumbnailer'

function thumbnailerForTest() {
  const thumbnailer = createThumbnailer()
  onTestFinished(thumbnailer.close)
  return thumbnailer
}

/** Width and height out of the frame header of a baseline JPEG (ITU-T T.81, B.2.2). */
function jpegSize(bytes: Uint8Array): readonly [width: number, height: number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  let at = 2
  while (view.getUint16(at) !== 0xffc0) at += 2 + view.getUint16(at + 2)
  return [view.getUint16(at + 7), view.getUint16(at + 5)]
}

describe('a thumbnailer', () => {
  it('makes a small JPEG in the proportion of the picture', () => {
    const { make } = thumbnailerForTest()
    const bytes = make(movingPicture(640, 480, 0))
    expect([...bytes.subarray(0, 2), ...bytes.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9])
    expect(jpegSize(bytes)).toEqual([THUMBNAIL_SIDE, 120])
    expect(bytes.length).toBeLessThan(12_000)
  })

  it('takes other sizes as they come, and leaves small ones as they are', () => {
    const { make } = thumbnailerForTest()
    expect(jpegSize(make(movingPicture(480, 640, 0)))).toEqual([120, THUMBNAIL_SIDE])
    expect(jpegSize(make(movingPicture(64, 48, 0)))).toEqual([64, 48])
    expect(jpegSize(make(movingPicture(640, 480, 0)))).toEqual([THUMBNAIL_SIDE, 120])
  })

  it('refuses what is no picture', () => {
    const { make } = thumbnailerForTest()
    expect(() => make({ ...movingPicture(64, 48, 0), width: 65 })).toThrow(/bytes/)
  })
})
