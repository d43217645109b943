import { OPUS_SAMPLE_RATE } from '../../../contract/media'
import { OPUS_LOOKAHEAD } from '../codecs/opus-encoder'

/** The identification header of our Opus: stereo, 48 kHz. Source: RFC 7845 section 5.1. */
export function opusHead(): Buffer {
  const bytes = Buffer.alloc(19)
  bytes.write('OpusHead', 0, 'latin1')
  bytes.writeUInt8(1, 8)
  bytes.writeUInt8(2, 9)
  bytes.writeUInt16LE(OPUS_LOOKAHEAD, 10)
  bytes.writeUInt32LE(OPUS_SAMPLE_RATE, 12)
  return bytes
}
