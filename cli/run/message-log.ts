import { createRecordingFile, type RecordingFile } from '../../main/engine/clips/recording-file'

/** A line of `--messages`. `at`: ms since the clip began. */
export interface LoggedMessage {
  readonly at: number
  readonly direction: 'in' | 'out'
  /** `message`: as the client's data channel carries it, parsed if it is JSON. */
  readonly kind: 'inputs' | 'message' | 'outputs' | 'turn' | 'fault' | 'close'
  readonly value: unknown
}

/** What goes in and out of the handler beside media, as JSON lines. */
export interface MessageLog {
  write(line: LoggedMessage): void
  close(): void
}

const DIGITS = 1000

/** @param file null = nobody wants them. Throws `unavailable` when the file is there already or cannot be written. */
export function createMessageLog(file: string | null, overwrite: boolean): MessageLog {
  const lines: RecordingFile | null = file === null ? null : createRecordingFile(file, overwrite)
  return {
    write({ at, ...line }) {
      const rounded = Math.round(at * DIGITS) / DIGITS
      lines?.append(Buffer.from(`${JSON.stringify({ at: rounded, ...line })}\n`))
    },
    close: () => lines?.close(),
  }
}
