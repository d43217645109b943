import { mkdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { messageOf } from '../../../contract/errors'
import type { StoredRow } from './filter-views'
import { createJournalFile, type JournalFile } from './journal-file'
import type { JournalHead } from './journal-lines'
import { journalPaths, readJournal } from './read-journal'

/** Sessions whose journals stay on the disk. */
const KEPT_SESSIONS = 20
/** For all files to be written when the engine stops, ms. */
const CLOSE_LIMIT = 1000

export interface JournalFilesOptions {
  readonly dir: string
  readonly log: (line: string) => void
  /** Sessions whose journals are kept, however old. */
  readonly needed?: readonly string[]
}

/** The journals on the disk: of sessions that live, and of the last ones before them. */
export interface JournalFiles {
  /** Who opens it closes it. */
  open(head: JournalHead): JournalFile
  read(sessionId: string): AsyncIterable<readonly StoredRow[]>
  /** Takes a session's journal off the disk, unless it is open. */
  remove(sessionId: string): Promise<void>
  /** Closes those that are still open. */
  close(): Promise<void>
}

async function sessionsByAge(dir: string): Promise<readonly string[]> {
  const newest = new Map<string, number>()
  for (const name of await readdir(dir)) {
    const id = /^([\w-]+)(\.older)?\.jsonl$/.exec(name)?.[1]
    if (!id) continue
    const { mtimeMs } = await stat(path.join(dir, name))
    newest.set(id, Math.max(mtimeMs, newest.get(id) ?? 0))
  }
  return [...newest].sort(([, a], [, b]) => b - a).map(([id]) => id)
}

export function createJournalFiles({ dir, log, needed = [] }: JournalFilesOptions): JournalFiles {
  const files = new Map<string, JournalFile>()
  const finishing = new Set<Promise<void>>()
  let isTold = false
  let tidying = attempt(() => {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    return prune()
  })

  async function prune(): Promise<void> {
    const others = (await sessionsByAge(dir)).filter((id) => !files.has(id) && !needed.includes(id))
    for (const id of others.slice(Math.max(0, KEPT_SESSIONS - files.size - needed.length))) await remove(id)
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      tell(`the journals in ${dir} cannot be kept in order: ${messageOf(thrown)}`)
    }
  }

  async function remove(id: string): Promise<void> {
    if (files.has(id)) return
    for (const file of Object.values(journalPaths(dir, id))) await rm(file, { force: true })
  }

  /** A disk that fails would fail for every session. */
  function tell(line: string): void {
    if (!isTold) log(line)
    isTold = true
  }

  function closeFile(id: string, file: JournalFile): Promise<void> {
    const finished = file.close().finally(() => {
      files.delete(id)
      finishing.delete(finished)
    })
    finishing.add(finished)
    return finished
  }

  return {
    open(head) {
      const file = createJournalFile({ ...journalPaths(dir, head.sessionId), head })
      files.set(head.sessionId, file)
      file.onFailed((error) => tell(error.message))
      tidying = tidying.then(() => attempt(prune))
      return { ...file, close: () => closeFile(head.sessionId, file) }
    },
    read: (id) => readJournal(dir, id),
    remove,
    async close() {
      for (const [id, file] of files) void closeFile(id, file)
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLOSE_LIMIT)
      })
      await Promise.race([Promise.all([...finishing, tidying]), late])
      clearTimeout(timer)
    },
  }
}
