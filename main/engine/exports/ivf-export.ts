import type { Exporter } from './exporter'
import { mediaPacketOf } from './media/media-packets'
import { noMedia } from './media/no-media'
import { pictureNotes } from './media/picture-notes'
import { createSidePictures } from './media/side-pictures'
import { vp8Size } from './media/vp8-size'

const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 12
/** Its times are in milliseconds. */
const TICKS_PER_SECOND = 1000

/** Source: the IVF container as libvpx writes it. */
function fileHeader({ width, height }: ReturnType<typeof vp8Size>, frames: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.write('DKIF', 0, 'latin1')
  bytes.writeUInt16LE(HEADER_BYTES, 6)
  bytes.write('VP80', 8, 'latin1')
  bytes.writeUInt16LE(width, 12)
  bytes.writeUInt16LE(height, 14)
  bytes.writeUInt32LE(TICKS_PER_SECOND, 16)
  bytes.writeUInt32LE(1, 20)
  bytes.writeUInt32LE(frames, 24)
  return bytes
}

function frameHeader(size: number, pts: number): Buffer {
  const bytes = Buffer.alloc(FRAME_HEADER_BYTES)
  bytes.writeUInt32LE(size, 0)
  bytes.writeBigUInt64LE(BigInt(pts), 4)
  return bytes
}

/** The VP8 frames of one side as they were sent; time 0 is where the selection begins. */
export const exportIvf: Exporter = async ({ source, file, job }) => {
  if (!source.hasMedia) throw noMedia('They are left out by a rule.')
  const start = source.selection.fromMs ?? 0
  let frames = 0
  let lastPts = -1
  let size = { width: 0, height: 0 }
  const pictures = createSidePictures(({ at, payload, keyFrame }) => {
    if (frames === 0) file.append(fileHeader(size, 0))
    if (keyFrame && size.width === 0) size = vp8Size(payload)
    lastPts = Math.max(lastPts + 1, Math.round(at - start))
    file.append(frameHeader(payload.length, lastPts))
    file.append(payload)
    frames += 1
  })
  for await (const rows of source.slices(job, ['rtp']))
    for (const row of rows) {
      const packet = row.fields.medium === 'video' ? mediaPacketOf(source, row) : null
      if (packet) pictures.push(packet)
    }
  pictures.end()
  if (frames === 0)
    throw noMedia(
      ['There are no whole VP8 pictures in what was selected.', ...pictureNotes(pictures)].join(' '),
    )
  file.overwrite(0, fileHeader(size, frames))
  return pictureNotes(pictures)
}
