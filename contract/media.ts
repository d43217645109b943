/** Number of interleaved audio channels. */
export type ChannelCount = 1 | 2
/** FastRTC's name of a channel layout. */
export type ChannelLayout = 'mono' | 'stereo'

/** Decoded audio. */
export interface AudioBlock {
  /** Interleaved signed 16-bit samples; `length / channels` samples per channel. */
  readonly samples: Int16Array
  /** Hz. */
  readonly sampleRate: number
  readonly channels: ChannelCount
  /** Ticks of `sampleRate` since the first sample of this track. */
  readonly pts: number
}

/**
 * How the bytes of a picture are laid out, rows from top to bottom, no padding:
 * `i420` Y (w*h), then U, then V (each ceil(w/2)*ceil(h/2)); `rgb24`/`bgr24` 3 bytes a pixel; `rgba` 4; `gray8` 1.
 */
export const pixelFormats = ['i420', 'rgb24', 'bgr24', 'rgba', 'gray8'] as const
export type PixelFormat = (typeof pixelFormats)[number]

/** One decoded picture. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly format: PixelFormat
  /** Exactly {@link pictureBytes} long. */
  readonly data: Uint8Array
  /** Ticks of 90 kHz since the first picture of this track. */
  readonly pts: number
}

/** One frame as a codec made it: an Opus packet, or a whole VP8 / H.264 (Annex B) picture. */
export interface EncodedFrame {
  readonly payload: Uint8Array
  /** Ticks of the codec's RTP clock (48 kHz audio, 90 kHz video), unwrapped, since the first frame of this track. */
  readonly pts: number
  /** How many frames just before this one are missing (audio: packets to conceal). */
  readonly lostBefore: number
  /** Engine clock, in ms, when the last packet of this frame arrived. */
  readonly arrivedAt: number
  readonly keyFrame: boolean
}

/** Sample rate of Opus in WebRTC, Hz. Source: RFC 7587 section 4.1. */
export const OPUS_SAMPLE_RATE = 48_000
/** Length of an audio block everywhere in Soundcheck, ms. Source: handler interface, "each receive carries 20 ms". */
export const BLOCK_MS = 20
/** RTP clock of every video codec, Hz. Source: RFC 7741 section 4.1, RFC 6184 section 8.2.1. */
export const VIDEO_CLOCK_RATE = 90_000
/** Largest side of a picture that the codecs take, pixels. Source: VP8's 14-bit dimensions, RFC 6386 section 9.1. */
export const MAX_PICTURE_SIDE = 16_383

/** Bytes of a `width` x `height` picture in `format`. */
export function pictureBytes(width: number, height: number, format: PixelFormat): number {
  const pixels = width * height
  if (format === 'i420') return pixels + 2 * (Math.ceil(width / 2) * Math.ceil(height / 2))
  if (format === 'rgba') return pixels * 4
  return format === 'gray8' ? pixels : pixels * 3
}

export function channelCount(layout: ChannelLayout): ChannelCount {
  return layout === 'stereo' ? 2 : 1
}
