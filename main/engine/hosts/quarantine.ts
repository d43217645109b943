import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { messageOf } from '../../../contract/errors'
import { type ProcessReason, processReasons } from '../../../contract/state'

/** The version of a handler that something is known of: another hash is another matter. */
export interface QuarantinedVersion {
  readonly id: string
  readonly hash: string
}

/** Which handlers run in processes because of what they did in a thread; kept over restarts of the app, until their code changes. */
export interface Quarantine {
  /** Why this version is to run in a process; null when nothing is known against it. */
  reasonFor(version: QuarantinedVersion): ProcessReason | null
  add(version: QuarantinedVersion, reason: ProcessReason): void
}

export interface QuarantineOptions {
  /** Where it is kept; null = nowhere. */
  readonly file: string | null
  readonly log: (line: string) => void
}

/** Versions of code come and go for ever; the oldest are forgotten first. */
const MOST_ENTRIES = 500

const fileSchema = z.object({
  format: z.literal(1),
  versions: z.array(z.object({ id: z.string(), hash: z.string(), reason: z.enum(processReasons) })),
})
type Entry = z.infer<typeof fileSchema>['versions'][number]

const keyOf = ({ id, hash }: QuarantinedVersion): string => JSON.stringify([id, hash])

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
}

function read({ file, log }: QuarantineOptions): readonly Entry[] {
  if (file === null) return []
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).versions
  } catch (thrown) {
    if (!isMissing(thrown)) log(`What was known of bad handlers is lost (${file}): ${messageOf(thrown)}`)
    return []
  }
}

function write(file: string, versions: readonly Entry[]): void {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.new`
  writeFileSync(draft, JSON.stringify({ format: 1, versions }, null, 2))
  renameSync(draft, file)
}

/**
 * Reads what is known; a file that is missing or damaged is begun anew. Every addition is on the disk when `add` returns: the
 * handler it is about may take the whole app down next.
 */
export function createQuarantine(options: QuarantineOptions): Quarantine {
  const { file, log } = options
  const known = new Map(read(options).map((entry) => [keyOf(entry), entry]))
  return {
    reasonFor: (version) => known.get(keyOf(version))?.reason ?? null,
    add({ id, hash }, reason) {
      const key = keyOf({ id, hash })
      known.delete(key)
      known.set(key, { id, hash, reason })
      for (const oldest of [...known.keys()].slice(0, -MOST_ENTRIES)) known.delete(oldest)
      if (file === null) return
      try {
        write(file, [...known.values()])
      } catch (thrown) {
        log(`That ${id} is to run in a process could not be written down: ${messageOf(thrown)}`)
      }
    },
  }
}
