/** 16-bit PCM in a RIFF file: what Chromium's fake microphone reads and espeak-ng writes. */

export interface Wav {
  /** Interleaved. */
  readonly samples: Int16Array
  /** Hz. */
  readonly sampleRate: number
  readonly channels: number
}

const HEADER_BYTES = 44

export function encodeWav({ samples, sampleRate, channels }: Wav): Buffer {
  const file = Buffer.alloc(HEADER_BYTES + samples.length * 2)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(channels, 22)
  file.writeUInt32LE(sampleRate, 24)
  file.writeUInt32LE(sampleRate * channels * 2, 28)
  file.writeUInt16LE(channels * 2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(samples.length * 2, 40)
  samples.forEach((sample, at) => {
    file.writeInt16LE(sample, HEADER_BYTES + at * 2)
  })
  return file
}

function chunk(file: Buffer, name: string): Buffer {
  let at = 12
  while (at + 8 <= file.length) {
    const length = file.readUInt32LE(at + 4)
    if (file.toString('latin1', at, at + 4) === name) return file.subarray(at + 8, at + 8 + length)
    at += 8 + length + (length % 2)
  }
  throw new Error(`this WAV file has no ${name} chunk`)
}

/** Throws on anything but 16-bit PCM. */
export function decodeWav(file: Buffer): Wav {
  const format = chunk(file, 'fmt ')
  const data = chunk(file, 'data')
  if (format.readUInt16LE(0) !== 1 || format.readUInt16LE(14) !== 16) throw new Error('not 16-bit PCM')
  const samples = Int16Array.from({ length: data.length >> 1 }, (_, at) => data.readInt16LE(at * 2))
  return { samples, sampleRate: format.readUInt32LE(4), channels: format.readUInt16LE(2) }
}
