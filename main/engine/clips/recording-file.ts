import { closeSync, openSync, writeSync } from 'node:fs'
import { messageOf, SoundcheckError } from '../../../contract/errors'

/** A file that is written from its beginning to its end, but for some numbers that are known only later. */
export interface RecordingFile {
  readonly length: number
  /** Throws `unavailable` when it cannot be written: a full disk. */
  append(bytes: Uint8Array): void
  overwrite(at: number, bytes: Uint8Array): void
  close(): void
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code
}

function explain(file: string, thrown: unknown): SoundcheckError {
  if (hasCode(thrown, 'EEXIST'))
    return new SoundcheckError('unavailable', `${file} is there already`, {
      hint: 'Say --force to write over it.',
      cause: thrown,
    })
  return new SoundcheckError('unavailable', `${file} cannot be written: ${messageOf(thrown)}`, {
    hint: 'Name a file in a folder that is there and that you may write to.',
    cause: thrown,
  })
}

/** Throws `unavailable` when there is such a file already, unless it may be written over. */
export function createRecordingFile(file: string, overwrite: boolean): RecordingFile {
  let length = 0
  let open = true

  function trying<T>(work: () => T): T {
    try {
      return work()
    } catch (thrown) {
      throw explain(file, thrown)
    }
  }

  const handle = trying(() => openSync(file, overwrite ? 'w' : 'wx'))

  function writeAt(at: number, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; )
      done += trying(() => writeSync(handle, bytes, done, bytes.length - done, at + done))
  }

  return {
    get length() {
      return length
    },
    append(bytes) {
      writeAt(length, bytes)
      length += bytes.length
    },
    overwrite: writeAt,
    close() {
      if (!open) return
      open = false
      closeSync(handle)
    },
  }
}
