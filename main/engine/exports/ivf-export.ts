import type { RecordingFile } from '../clips/recording-file'
import type { VideoCodec } from '../codecs/key-frame'
import type { Exporter } from './exporter'
import { mediaPacketOf } from './media/media-packets'
import { noMedia } from './media/no-media'
import { pictureNotes } from './media/picture-notes'
import { type PictureSize, pictureSize } from './media/picture-size'
import { createSidePictures, type SidePicture } from './media/side-pictures'

const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 12
/** Its times are in milliseconds. */
const TICKS_PER_SECOND = 1000
const fourCharacters: { readonly [C in VideoCodec]: string } = { vp8: 'VP80', h264: 'H264' }
const names: { readonly [C in VideoCodec]: string } = { vp8: 'VP8', h264: 'H.264' }

/** What pictures a file is of. */
interface FileKind extends PictureSize {
  readonly codec: VideoCodec
}

/** Source: the IVF container as libvpx writes it. */
function fileHeader({ codec, width, height }: FileKind, frames: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.write('DKIF', 0, 'latin1')
  bytes.writeUInt16LE(HEADER_BYTES, 6)
  bytes.write(fourCharacters[codec], 8, 'latin1')
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

function otherCodecNotes({ codec }: FileKind, count: number): readonly string[] {
  if (count === 0) return []
  return [
    `${count} pictures are not in it: the codec changed, and the file holds those in ${names[codec]} only. Take another part for the rest.`,
  ]
}

/** One file holds one codec: that of the first picture. */
function createIvfFile(file: RecordingFile, startMs: number) {
  let kind: FileKind | undefined
  let frames = 0
  let lastPts = -1
  let ofOtherCodec = 0

  function begin(picture: SidePicture): FileKind {
    const begun = { codec: picture.codec, ...pictureSize(picture) }
    file.append(fileHeader(begun, 0))
    return begun
  }

  return {
    add(picture: SidePicture): void {
      kind ??= begin(picture)
      if (picture.codec !== kind.codec) {
        ofOtherCodec += 1
        return
      }
      lastPts = Math.max(lastPts + 1, Math.round(picture.at - startMs))
      file.append(frameHeader(picture.payload.length, lastPts))
      file.append(picture.payload)
      frames += 1
    },
    /** What should be known of it; null when it has no picture. */
    finish(): readonly string[] | null {
      if (!kind) return null
      file.overwrite(0, fileHeader(kind, frames))
      return otherCodecNotes(kind, ofOtherCodec)
    },
  }
}

/** The coded pictures of one side as they were sent; time 0 is where the selection begins. */
export const exportIvf: Exporter = async ({ source, file, job }) => {
  if (!source.hasMedia) throw noMedia('They are left out by a rule.')
  const ivf = createIvfFile(file, source.selection.fromMs ?? 0)
  const pictures = createSidePictures(ivf.add)
  for await (const rows of source.slices(job, ['rtp']))
    for (const row of rows) {
      const packet = row.fields.medium === 'video' ? mediaPacketOf(source, row) : null
      if (packet) pictures.push(packet)
    }
  pictures.end()
  const notes = ivf.finish()
  if (!notes)
    throw noMedia(['There are no whole pictures in what was selected.', ...pictureNotes(pictures)].join(' '))
  return [...pictureNotes(pictures), ...notes]
}
