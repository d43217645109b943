import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { messageOf } from '../../../contract/errors'
import { doors } from '../../../contract/state'
import { processIdentitySchema } from './process-identity'

const runningSessionSchema = z.object({
  id: z.string().regex(/^[\w-]{1,100}$/),
  handlerId: z.string(),
  handlerVersion: z.number().int(),
  isolation: z.enum(['thread', 'process']),
  client: z
    .object({ door: z.enum(doors), webrtcId: z.string(), address: z.string().nullable() })
    // Not in the markers of older versions.
    .default({ door: 'window', webrtcId: '', address: null }),
  /** ms since the epoch. */
  openedAt: z.number(),
})
export type RunningSession = z.infer<typeof runningSessionSchema>

const cutOffSessionSchema = runningSessionSchema.extend({ endedAt: z.number() })
export type CutOffSession = z.infer<typeof cutOffSessionSchema>

const codeSchema = z.object({ id: z.string(), hash: z.string() })
/** A version of a handler, as the quarantine knows it. */
export type HandlerCode = z.infer<typeof codeSchema>

const versionsSchema = z.object({
  app: z.string().nullable(),
  electron: z.string().nullable(),
  chromium: z.string().nullable(),
  node: z.string(),
  os: z.string(),
  arch: z.string(),
})
export type Versions = z.infer<typeof versionsSchema>

export const runningMarkerSchema = z.object({
  process: processIdentitySchema,
  /** Of the engine, and the last sign that it lived; ms since the epoch. */
  startedAt: z.number(),
  aliveAt: z.number(),
  versions: versionsSchema,
  /** The user folder. */
  folder: z.string(),
  memory: z.object({ freeBytes: z.number(), totalBytes: z.number(), usedBytes: z.number() }),
  sessions: z.array(runningSessionSchema),
  /** What runs in threads of the app: in sessions, beside them, or to see whether it can be loaded. */
  threads: z.array(codeSchema),
  /** Sessions of engines before this one that are shown again. */
  cutOff: z.array(cutOffSessionSchema),
  /** How the engine ended, when its process lived to tell. */
  death: z.object({ at: z.number(), report: z.string().nullable() }).nullable(),
})
/** What an engine leaves on the disk while it runs, and takes away when it stops: found later, it tells of an accident. */
export type RunningMarker = z.infer<typeof runningMarkerSchema>

export function markerFile(dataDir: string, pid: number): string {
  return path.join(dataDir, `running-${pid}.json`)
}

/** The marker in `file`; null when there is none that can be read. */
export function readMarker(file: string): RunningMarker | null {
  try {
    return runningMarkerSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null
  } catch {
    return null
  }
}

/** All markers in the folder by their files. What is no marker has been torn or written by another version: it goes. */
export function readMarkers(dataDir: string): ReadonlyMap<string, RunningMarker> {
  const found = new Map<string, RunningMarker>()
  for (const name of readdirSync(dataDir).filter((one) => /^running-\d+\.json$/.test(one))) {
    const file = path.join(dataDir, name)
    const marker = readMarker(file)
    if (marker) found.set(file, marker)
    else rmSync(file, { force: true })
  }
  return found
}

/** At once, for who has no time. */
export function writeMarker(file: string, marker: RunningMarker): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(`${file}.new`, JSON.stringify(marker), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** Writes the newest marker whenever the one before it is on the disk; trouble is told once. */
export function createMarkerWriter(file: string, log: (line: string) => void) {
  let next: RunningMarker | null = null
  let writing: Promise<void> | null = null
  let isTold = false

  async function writeAll(): Promise<void> {
    while (next) {
      const marker = next
      next = null
      try {
        await writeFile(`${file}.next`, JSON.stringify(marker), { mode: 0o600 })
        await rename(`${file}.next`, file)
      } catch (thrown) {
        if (!isTold) log(`what runs cannot be noted in ${file}: ${messageOf(thrown)}`)
        isTold = true
      }
    }
    writing = null
  }

  return {
    write(marker: RunningMarker): void {
      next = marker
      writing ??= writeAll()
    },
    async close(): Promise<void> {
      next = null
      await writing
    },
  }
}
