import type { RecordingFile } from '../clips/recording-file'

/** As much is written at once, UTF-16 units. */
const BATCH = 256 * 1024

/** Text in a file, some of it at a time. */
export function createLineWriter(file: RecordingFile) {
  let waiting: string[] = []
  let size = 0

  function flush(): void {
    if (waiting.length > 0) file.append(Buffer.from(waiting.join('')))
    waiting = []
    size = 0
  }

  return {
    write(text: string): void {
      waiting.push(text)
      size += text.length
      if (size > BATCH) flush()
    },
    flush,
  }
}

export type LineWriter = ReturnType<typeof createLineWriter>
