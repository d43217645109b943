import { SoundcheckError } from '../../contract/errors'
import type { ChannelLayout } from '../../contract/media'
import type { Samples } from './frames'
import { audioToInt16 } from './pcm'

const HEADER_BYTES = 44

/**
 * A WAV file of 16-bit PCM in memory, for services that take a file.
 *
 * @param audio `[sampleRate, samples]` as `receive` gives it, or with a layout; stereo is interleaved.
 * Source: takes the place of FastRTC's `audio_to_bytes`, which makes MP3.
 */
export function audioToBytes(
  audio: readonly [sampleRate: number, samples: Samples, layout?: ChannelLayout],
): Uint8Array {
  const [sampleRate, given, layout = 'mono'] = audio
  const samples = audioToInt16(given)
  const channels = layout === 'stereo' ? 2 : 1
  const bytes = new Uint8Array(HEADER_BYTES + samples.length * 2)
  const view = new DataView(bytes.buffer)
  writeTag(view, 0, 'RIFF')
  view.setUint32(4, bytes.length - 8, true)
  writeTag(view, 8, 'WAVE')
  writeTag(view, 12, 'fmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, channels, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * channels * 2, true)
  view.setUint16(32, channels * 2, true)
  view.setUint16(34, 16, true)
  writeTag(view, 36, 'data')
  view.setUint32(40, samples.length * 2, true)
  samples.forEach((sample, index) => {
    view.setInt16(HEADER_BYTES + index * 2, sample, true)
  })
  return bytes
}

/**
 * The audio in a WAV file of 16-bit PCM with one or two channels; stereo is interleaved.
 *
 * @throws SoundcheckError `invalid` for any other kind of file.
 */
export function audioFromBytes(
  bytes: Uint8Array,
): readonly [sampleRate: number, samples: Int16Array, layout: ChannelLayout] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (readTag(view, 0) !== 'RIFF' || readTag(view, 8) !== 'WAVE') throw notWav('it is no RIFF/WAVE file')
  const format = findChunk(view, 'fmt ')
  const data = findChunk(view, 'data')
  if (format.length < 16) throw notWav('its format chunk is too short')
  const kind = view.getUint16(format.start, true)
  const channels = view.getUint16(format.start + 2, true)
  const bits = view.getUint16(format.start + 14, true)
  if (kind !== 1 || bits !== 16 || (channels !== 1 && channels !== 2)) {
    throw notWav(`it has format ${kind}, ${bits} bits and ${channels} channels`)
  }
  const samples = Int16Array.from({ length: data.length >> 1 }, (_, index) =>
    view.getInt16(data.start + index * 2, true),
  )
  return [view.getUint32(format.start + 4, true), samples, channels === 2 ? 'stereo' : 'mono']
}

function findChunk(view: DataView, tag: string): { start: number; length: number } {
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const length = view.getUint32(at + 4, true)
    // A recorder that was cut off leaves a length beyond the end: take what there is.
    if (readTag(view, at) === tag)
      return { start: at + 8, length: Math.min(length, view.byteLength - at - 8) }
    at += 8 + length + (length % 2)
  }
  throw notWav(`it has no "${tag}" chunk`)
}

function notWav(why: string): SoundcheckError {
  return new SoundcheckError('invalid', `Not a WAV file that can be read: ${why}`, {
    hint: 'Give a WAV file with 16-bit PCM in one or two channels.',
  })
}

function writeTag(view: DataView, at: number, tag: string): void {
  for (let index = 0; index < 4; index++) view.setUint8(at + index, tag.charCodeAt(index))
}

function readTag(view: DataView, at: number): string {
  if (at + 4 > view.byteLength) return ''
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  )
}
