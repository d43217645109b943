import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import type { Journal } from '../../journal/journal'
import { createJournals } from '../../journal/journals'
import type { SessionHead } from '../../journal/session-head'

export const sampleHead: SessionHead = {
  sessionId: 'session-a',
  handlerId: 'echo.ts',
  handlerVersion: 2,
  openedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  client: { door: 'webrtc', webrtcId: 'client-1', address: '192.168.1.7' },
}

const made: string[] = []
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** Of the test file; it is taken away with all in it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'soundcheck-exports-'))
  made.push(folder)
  return folder
}

/** Writes a journal as the engine does, into a data folder of its own; gives the folder of all journals. */
export async function writeSession(
  write: (journal: Journal) => void,
  { head = sampleHead, end = true }: { readonly head?: SessionHead; readonly end?: boolean } = {},
): Promise<{ readonly dir: string; readonly folder: string }> {
  const dir = path.join(temporaryFolder(), 'journals')
  const journals = createJournals({
    clock: { now: () => 0 },
    dir,
    onGrew: () => undefined,
    log: (line) => {
      throw new Error(line)
    },
  })
  const journal = journals.open(head, 0)
  write(journal)
  if (end) journal.close({ at: head.openedAt + 10_000, status: 'closed', reason: 'hung up' })
  await journals.close()
  return { dir, folder: path.join(dir, head.sessionId) }
}
