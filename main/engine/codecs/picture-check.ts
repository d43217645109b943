import { SoundcheckError } from '../../../contract/errors'
import {
  MAX_PICTURE_SIDE,
  type Picture,
  type PixelFormat,
  pictureBytes,
  pixelFormats,
} from '../../../contract/media'

function isSide(length: number): boolean {
  return Number.isInteger(length) && length >= 1 && length <= MAX_PICTURE_SIDE
}

/** Throws `limit` unless both sides are whole numbers from 1 to {@link MAX_PICTURE_SIDE}. */
export function checkPictureSize(width: number, height: number): void {
  if (isSide(width) && isSide(height)) return
  throw new SoundcheckError('limit', `A picture of ${width}x${height} pixels cannot be coded`, {
    hint: `Both sides must be whole numbers from 1 to ${MAX_PICTURE_SIDE}.`,
  })
}

/** Throws `invalid` unless `format` is one of {@link pixelFormats}: it may come from an author's untyped code. */
export function checkPixelFormat(format: PixelFormat): void {
  if (pixelFormats.includes(format)) return
  throw new SoundcheckError('invalid', `"${String(format)}" is no pixel format`, {
    hint: `Use one of ${pixelFormats.join(', ')}.`,
  })
}

/** Throws `limit` or `invalid` unless `picture` has a possible size and exactly the bytes of its format. */
export function checkPicture({ width, height, format, data }: Picture): void {
  checkPictureSize(width, height)
  checkPixelFormat(format)
  const expected = pictureBytes(width, height, format)
  if (data.length === expected) return
  throw new SoundcheckError(
    'invalid',
    `A ${format} picture of ${width}x${height} has ${expected} bytes, but ${data.length} were given`,
    { hint: 'Rows follow each other without padding; check width, height and format.' },
  )
}
