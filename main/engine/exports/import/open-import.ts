import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { messageOf, SoundcheckError } from '../../../../contract/errors'
import { ROWS_FILE } from '../bundle-export'

/** The lines of a journal in a file. */
export interface ImportStream {
  readonly stream: Readable
  /** Of all lines, bytes, as far as the file tells. */
  readonly size: number
  close(): void
}

/** A bundle of ours has nine; who puts a file of their own beside them may. */
const MOST_ENTRIES = 1000
/** Of the lines of one journal: what may be kept of a session, and its bytes once more as text. */
export const MOST_BYTES = 1024 * 1024 * 1024

const ZIP = Buffer.from('PK\x03\x04', 'latin1')

export const tooLarge = (): SoundcheckError =>
  new SoundcheckError('limit', 'The journal in this file is larger than a journal may be.', {
    hint: 'Export a part of the session: a range of time, or what a query finds.',
  })

function unreadable(file: string, why: string, cause?: unknown): SoundcheckError {
  return new SoundcheckError('invalid', `${file} cannot be opened: ${why}`, {
    hint: 'Choose a journal (.jsonl) or a bundle (.zip) that Soundcheck exported.',
    cause,
  })
}

async function firstBytes(file: string): Promise<{ readonly bytes: Buffer; readonly size: number }> {
  try {
    const handle = await open(file, 'r')
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(ZIP.length), 0, ZIP.length, 0)
      return { bytes: buffer.subarray(0, bytesRead), size: (await handle.stat()).size }
    } finally {
      await handle.close()
    }
  } catch (thrown) {
    throw new SoundcheckError('not-found', `${file} cannot be opened: ${messageOf(thrown)}`, {
      cause: thrown,
    })
  }
}

/** Names that lead out of the zip are refused by yauzl itself, whatever they are names of. */
async function findRows(zip: ZipFile, file: string): Promise<Entry> {
  if (zip.entryCount > MOST_ENTRIES) throw unreadable(file, `it holds ${zip.entryCount} files`)
  for await (const entry of zip.eachEntry()) if (entry.fileName === ROWS_FILE) return entry
  throw unreadable(file, `there is no ${ROWS_FILE} in it`)
}

async function openBundle(file: string): Promise<ImportStream> {
  let zip: ZipFile | undefined
  try {
    zip = await openPromise(file, { lazyEntries: true, autoClose: false, strictFileNames: true })
    const entry = await findRows(zip, file)
    if (entry.uncompressedSize > MOST_BYTES) throw tooLarge()
    const stream = await zip.openReadStreamPromise(entry)
    const opened = zip
    return { stream, size: entry.uncompressedSize, close: () => opened.close() }
  } catch (thrown) {
    zip?.close()
    if (thrown instanceof SoundcheckError) throw thrown
    throw unreadable(file, messageOf(thrown), thrown)
  }
}

/** Opens a journal in lines, or the one in a bundle. Throws `not-found`, `invalid` for what is neither, `limit`. */
export async function openImport(file: string): Promise<ImportStream> {
  const { bytes, size } = await firstBytes(file)
  if (bytes.equals(ZIP)) return openBundle(file)
  if (size > MOST_BYTES) throw tooLarge()
  const stream = createReadStream(file)
  return { stream, size, close: () => void stream.destroy() }
}
