import type { Picture, PixelFormat } from '../../../contract/media'
import { createPictureConverter } from '../codecs/picture-converter'
import { createVideoDecoder, type VideoDecoder } from '../codecs/video-decoder'
import type { IncomingFrame, VideoCodec } from '../peer'
import type { MediumTally } from './link-tally'

export interface VideoInOptions {
  readonly format: PixelFormat
  /** False while the handler cannot take a picture: it is decoded, for those that follow, but not converted. */
  readonly wanted: () => boolean
  /** Each picture as it came, also when it is not wanted. */
  readonly onDecoded: (picture: Picture) => void
  readonly onPicture: (picture: Picture, arrivedAt: number) => void
  /** Counts pictures that decode, and those that do not. */
  readonly tally?: Pick<MediumTally, 'decoded' | 'undecodable'>
  /** The decoder needs a key frame to go on. */
  readonly onDamaged: () => void
}

/** Received VP8 or H.264 pictures -> decoded and converted to the format that the handler asked for. */
export function createVideoIn(options: VideoInOptions) {
  const converter = createPictureConverter()
  const decoders = new Map<VideoCodec, VideoDecoder>()

  function decoderOf(codec: VideoCodec): VideoDecoder {
    const known = decoders.get(codec)
    if (known) return known
    const decoder = createVideoDecoder(codec)
    decoders.set(codec, decoder)
    return decoder
  }

  function decode(frame: IncomingFrame): Picture | null {
    if (frame.codec !== 'vp8' && frame.codec !== 'h264') return null
    try {
      return decoderOf(frame.codec).decode(frame.payload, frame.pts)
    } catch {
      // A picture that does not decode is the wire's trouble, not the author's: ask for a key frame and go on.
      options.tally?.undecodable()
      options.onDamaged()
      return null
    }
  }

  return {
    push(frame: IncomingFrame): void {
      const picture = decode(frame)
      if (!picture) return
      options.onDecoded(picture)
      options.tally?.decoded()
      if (!options.wanted()) return
      options.onPicture(converter.convert(picture, { format: options.format }), frame.arrivedAt)
    },
    close(): void {
      for (const decoder of decoders.values()) decoder.close()
      converter.close()
    },
  }
}

export type VideoIn = ReturnType<typeof createVideoIn>
