import { OPUS_SAMPLE_RATE } from '../../../contract/media'

/** Our encoder looks ahead 2.5 ms, samples. */
export const PRE_SKIP = 120

/** The identification header of our Opus: stereo, 48 kHz. Source: RFC 7845 section 5.1. */
export function opusHead(): Buffer {
  const bytes = Buffer.alloc(19)
  bytes.write('OpusHead', 0, 'latin1')
  bytes.writeUInt8(1, 8)
  bytes.writeUInt8(2, 9)
  bytes.writeUInt16LE(PRE_SKIP, 10)
  bytes.writeUInt32LE(OPUS_SAMPLE_RATE, 12)
  return bytes
}
