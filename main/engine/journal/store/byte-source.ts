import { closeSync, fstatSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs'

/** Bytes that are only added to, on the disk or in memory. */
export interface ByteSource {
  readonly size: number
  /** Throws when the disk does not take it; then nothing of it is there. */
  append(bytes: Uint8Array): void
  /** As many of the bytes as there are. */
  read(start: number, length: number): Buffer
  /** Nothing is written any more; what is there can be read. Idempotent. */
  close(): void
  remove(): void
}

/** Only the person may read what was said. */
const OWN_FILE = 0o600

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
}

/** A file that is opened when it is needed, for writing only when something is to be written. */
export function createFileSource(path: string, size = 0): ByteSource {
  let length = size
  let fd: number | null = null
  let mode: 'r' | 'a+' = 'r'

  function open(wanted: 'r' | 'a+'): number {
    if (fd !== null && (mode === wanted || mode === 'a+')) return fd
    close()
    fd = openSync(path, wanted, OWN_FILE)
    mode = wanted
    return fd
  }

  function close(): void {
    if (fd !== null) closeSync(fd)
    fd = null
  }

  /** What a full disk took of something would be a torn line in front of the next one. */
  function cutBack(to: number): void {
    try {
      ftruncateSync(to, length)
    } catch {
      // Nothing more is written to it, and a torn line at the end of a file is known as one.
      close()
    }
  }

  return {
    get size() {
      return length
    },
    append(bytes) {
      const to = open('a+')
      try {
        writeAll(to, bytes)
        length += bytes.length
      } catch (thrown) {
        cutBack(to)
        throw thrown
      }
    },
    read(start, wanted) {
      const from = open('r')
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(wanted, fstatSync(from).size - start)))
      const got = buffer.length === 0 ? 0 : readSync(from, buffer, 0, buffer.length, start)
      return buffer.subarray(0, got)
    },
    close,
    remove() {
      close()
      rmSync(path, { force: true })
      length = 0
    },
  }
}

export function createMemorySource(): ByteSource {
  let bytes = Buffer.alloc(0)
  let length = 0

  return {
    get size() {
      return length
    },
    append(more) {
      if (length + more.length > bytes.length) {
        const grown = Buffer.allocUnsafe(Math.max(bytes.length * 2, length + more.length))
        bytes.copy(grown, 0, 0, length)
        bytes = grown
      }
      bytes.set(more, length)
      length += more.length
    },
    read: (start, wanted) => bytes.subarray(start, Math.min(length, start + wanted)),
    close: () => undefined,
    remove() {
      bytes = Buffer.alloc(0)
      length = 0
    },
  }
}
