import { OPUS_SAMPLE_RATE } from '../../../contract/media'
import { createOpusEncoder, OPUS_LOOKAHEAD } from '../codecs/opus-encoder'
import { fitsOggPage, oggPage } from './ogg-page'
import { opusHead } from './opus-head'
import type { Recording } from './recording'
import type { RecordingFile } from './recording-file'

/** As much as is lost of a file that is cut off, samples. */
const PAGE_SAMPLES = OPUS_SAMPLE_RATE
const CHANNELS = 2

/** The comment header: who made it, and nothing else. Source: RFC 7845 section 5.2. */
function opusTags(): Buffer {
  const vendor = Buffer.from('Soundcheck')
  const bytes = Buffer.alloc(8 + 4 + vendor.length + 4)
  bytes.write('OpusTags', 0, 'latin1')
  bytes.writeUInt32LE(vendor.length, 8)
  vendor.copy(bytes, 12)
  return bytes
}

/** Opus in Ogg: sound alone. Source: RFC 7845. */
export function createOggRecording(file: RecordingFile): Recording {
  const opus = createOpusEncoder({ channels: CHANNELS })
  let sequence = 0
  let samplesDone = 0
  let samples = 0
  let packets: Uint8Array[] = []

  function append(place: 'first' | 'middle' | 'last', granule: number): void {
    file.append(oggPage({ sequence, granule, place, packets }))
    sequence += 1
    packets = []
    samplesDone = samples
  }

  function take(block: Int16Array): void {
    const packet = opus.encode(block)
    // One is always held back: the last page has to say that it is.
    if (samples - samplesDone >= PAGE_SAMPLES || !fitsOggPage([...packets, packet])) append('middle', samples)
    packets.push(packet)
    samples += block.length / CHANNELS
  }

  packets = [opusHead()]
  append('first', 0)
  packets = [opusTags()]
  append('middle', 0)

  return {
    audio: take,
    video: () => undefined,
    finish() {
      const heard = samples
      // What the encoder still has in it comes out with silence; the granule cuts off the rest.
      take(new Int16Array((OPUS_SAMPLE_RATE / 50) * CHANNELS))
      append('last', heard + OPUS_LOOKAHEAD)
    },
    close() {
      opus.close()
      file.close()
    },
  }
}
