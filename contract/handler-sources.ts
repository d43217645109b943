/** The files that a version of a handler was made from, as a row of the journal carries them. */
import { z } from 'zod'

/** Texts by their paths, relative to the user folder, with `/` between folders. */
export type HandlerSources = ReadonlyMap<string, string>

/** Of one version, bytes; a row with more of them would push out what else was recorded. */
const MOST_BYTES = 256 * 1024

const sourcesSchema = z.record(z.string().min(1), z.string())

/** As bytes of a row (JSON in UTF-8: texts by paths); null where they are too much. */
export function packSources(sources: HandlerSources): Uint8Array | null {
  const bytes = new TextEncoder().encode(JSON.stringify(Object.fromEntries(sources)))
  return bytes.length > MOST_BYTES ? null : bytes
}

/** null when the bytes are none. */
export function readSources(bytes: Uint8Array): HandlerSources | null {
  try {
    const read = sourcesSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)))
    return read.success ? new Map(Object.entries(read.data)) : null
  } catch {
    return null
  }
}
