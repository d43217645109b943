import { OPUS_SAMPLE_RATE } from '../../../contract/media'
import type { Recording } from './recording'
import type { RecordingFile } from './recording-file'

const CHANNELS = 2
const HEADER_BYTES = 44
/** Of a file whose end is not known: what players take for "to the end". */
const UNKNOWN = 0xff_ff_ff_ff

/** The header of 16-bit PCM at 48 kHz, stereo. Source: Microsoft and IBM, Multimedia Programming Interface 1.0, section 3. */
function header(dataBytes: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  const bytesPerSample = CHANNELS * Int16Array.BYTES_PER_ELEMENT
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(Math.min(UNKNOWN, dataBytes + HEADER_BYTES - 8), 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(CHANNELS, 22)
  bytes.writeUInt32LE(OPUS_SAMPLE_RATE, 24)
  bytes.writeUInt32LE(OPUS_SAMPLE_RATE * bytesPerSample, 28)
  bytes.writeUInt16LE(bytesPerSample, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(Math.min(UNKNOWN, dataBytes), 40)
  return bytes
}

/** Sound alone, as it is. */
export function createWavRecording(file: RecordingFile): Recording {
  file.append(header(UNKNOWN))
  return {
    audio: (samples) => file.append(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)),
    video: () => undefined,
    finish: () => file.overwrite(0, header(file.length - HEADER_BYTES)),
    close: () => file.close(),
  }
}
