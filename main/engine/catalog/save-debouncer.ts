import { stat } from 'node:fs/promises'
import type { Clock } from '../clock'
import { errnoOf } from './folder-errors'

export interface SettledSave {
  readonly file: string
  /** Engine clock at the first sign of this save. */
  readonly at: number
  /** When the file was written, ms since the epoch; null when it is gone. */
  readonly modifiedAt: number | null
}

export interface SaveDebouncer {
  /** Something happened to `file`. */
  touch(file: string): void
  forget(file: string): void
  close(): void
}

/** Quiet time after which a file is taken as saved; editors write in two or three steps. */
const QUIET = 25
const LONGEST_WAIT = 100
/** The watcher drops changes that follow another within 50 ms, so a file is looked at once more after that. */
const SECOND_LOOK = 75

interface Waiting {
  readonly at: number
  readonly timer: NodeJS.Timeout
}

interface Look {
  readonly signature: string
  readonly modifiedAt: number | null
}

async function lookAt(file: string): Promise<Look> {
  try {
    const { mtimeMs, size, ino } = await stat(file)
    return { signature: `${mtimeMs} ${size} ${ino}`, modifiedAt: mtimeMs }
  } catch (thrown) {
    return { signature: `${errnoOf(thrown)}`, modifiedAt: null }
  }
}

/** Turns the watcher's many small events into one for each save. */
export function createSaveDebouncer(clock: Clock, onSettled: (save: SettledSave) => void): SaveDebouncer {
  const waiting = new Map<string, Waiting>()
  const secondLooks = new Map<string, NodeJS.Timeout>()
  let closed = false

  function touch(file: string): void {
    if (closed) return
    const before = waiting.get(file)
    const now = clock.now()
    const at = before?.at ?? now
    clearTimeout(before?.timer)
    const delay = Math.max(0, Math.min(QUIET, at + LONGEST_WAIT - now))
    waiting.set(file, { at, timer: setTimeout(() => void settle(file, at), delay) })
  }

  async function settle(file: string, at: number): Promise<void> {
    waiting.delete(file)
    const look = await lookAt(file)
    if (closed) return
    onSettled({ file, at, modifiedAt: look.modifiedAt })
    clearTimeout(secondLooks.get(file))
    secondLooks.set(
      file,
      setTimeout(() => void lookAgain(file, look.signature), SECOND_LOOK),
    )
  }

  async function lookAgain(file: string, signature: string): Promise<void> {
    secondLooks.delete(file)
    if ((await lookAt(file)).signature !== signature) touch(file)
  }

  function forget(file: string): void {
    clearTimeout(waiting.get(file)?.timer)
    clearTimeout(secondLooks.get(file))
    waiting.delete(file)
    secondLooks.delete(file)
  }

  return {
    touch,
    forget,
    close() {
      closed = true
      for (const file of [...waiting.keys(), ...secondLooks.keys()]) forget(file)
    },
  }
}
