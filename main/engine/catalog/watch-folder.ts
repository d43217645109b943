import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type FSWatcher, watch } from 'chokidar'
import { SoundcheckError } from '../../../contract/errors'
import type { Clock } from '../clock'
import { explainFolderError, explainWatchLimit } from './folder-errors'
import { fileRole, handlerId, isFolderWatched } from './handler-files'
import { createSaveDebouncer } from './save-debouncer'

export interface ListedFile {
  readonly file: string
  /** ms since the epoch. */
  readonly modifiedAt: number
}

export type FolderEvent =
  /** All handler files there are: first, and again when a lost folder is back. */
  | { readonly type: 'listed'; readonly files: readonly ListedFile[] }
  /** A handler file is new or changed. */
  | { readonly type: 'saved'; readonly file: string; readonly at: number; readonly modifiedAt: number }
  | { readonly type: 'removed'; readonly file: string }
  /** Packages were installed or settings changed: any handler may compile differently. */
  | { readonly type: 'settings-changed'; readonly at: number }
  /** Changes are no longer seen; `listed` follows when they are again. */
  | { readonly type: 'lost'; readonly error: SoundcheckError }

export interface FolderWatch {
  close(): Promise<void>
}

export interface WatchFolderOptions {
  readonly folder: string
  readonly clock: Clock
  readonly onEvent: (event: FolderEvent) => void
  readonly log?: (line: string) => void
}

/** How often the folder itself is looked for: a folder that is moved away tells its watcher nothing. */
const ROOT_CHECK = 1000
const DEEPEST = 12

/** Tells one folder from another that took its name; null when there is none. */
async function identityOf(folder: string): Promise<string | null> {
  try {
    const { dev, ino } = await stat(folder)
    return `${dev} ${ino}`
  } catch {
    return null
  }
}

/** All handler files there are now, absolute; none when the folder cannot be read, which the root check will tell. */
async function handlerFilesBelow(folder: string, inside = ''): Promise<string[]> {
  try {
    const entries = await readdir(join(folder, inside), { withFileTypes: true })
    const found = await Promise.all(
      entries.map((entry) => {
        const path = join(inside, entry.name)
        const id = handlerId(folder, join(folder, path))
        if (entry.isDirectory()) return isFolderWatched(id) ? handlerFilesBelow(folder, path) : []
        return fileRole(id) === 'handler' ? [join(folder, path)] : []
      }),
    )
    return found.flat()
  } catch {
    return []
  }
}

async function modificationTimeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).mtimeMs
  } catch {
    return null
  }
}

class WatchedFolder implements FolderWatch {
  readonly #options: WatchFolderOptions
  readonly #debouncer: ReturnType<typeof createSaveDebouncer>
  #watcher: FSWatcher | undefined
  #identity: string | null = null
  #timer: NodeJS.Timeout | undefined
  #checking = false
  #isListed = false
  #limit: SoundcheckError | undefined
  #closed = false

  constructor(options: WatchFolderOptions) {
    this.#options = options
    this.#debouncer = createSaveDebouncer(options.clock, ({ file, at, modifiedAt }) => {
      if (modifiedAt === null) return
      if (this.#roleOf(file) === 'settings') options.onEvent({ type: 'settings-changed', at })
      else options.onEvent({ type: 'saved', file, at, modifiedAt })
    })
  }

  /** Resolves when the files that are there have been listed. */
  async start(): Promise<void> {
    await this.#watch()
    this.#timer = setInterval(() => void this.#checkRoot(), ROOT_CHECK)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    this.#debouncer.close()
    await this.#watcher?.close()
  }

  #roleOf(path: string) {
    return fileRole(handlerId(this.#options.folder, path))
  }

  #isIgnored(path: string, isFile: boolean | undefined): boolean {
    const id = handlerId(this.#options.folder, path)
    if (id === '') return false
    // Without stats it is not known yet what the path is; it is asked for again with them.
    if (isFile === undefined) return fileRole(id) === 'other' && !isFolderWatched(id)
    return isFile ? fileRole(id) === 'other' : !isFolderWatched(id)
  }

  async #watch(): Promise<void> {
    const { folder, onEvent } = this.#options
    this.#identity = await identityOf(folder)
    const listed = new Map<string, number>()
    this.#isListed = false
    this.#limit = undefined
    const watcher = watch(folder, {
      ignored: (path, stats) => this.#isIgnored(path, stats?.isFile()),
      depth: DEEPEST,
    })
    this.#watcher = watcher
    watcher.on('add', (file, stats) => {
      if (this.#isListed) this.#debouncer.touch(file)
      else if (this.#roleOf(file) === 'handler') listed.set(file, stats?.mtimeMs ?? 0)
    })
    watcher.on('change', (file) => this.#debouncer.touch(file))
    watcher.on('unlink', (file) => this.#removed(file))
    watcher.on('unlinkDir', (path) => path === folder && void this.#checkRoot())
    watcher.on('error', (thrown) => this.#failed(thrown))
    await new Promise<void>((resolve) => watcher.once('ready', resolve))
    if (this.#closed || this.#watcher !== watcher) return
    this.#isListed = true
    await this.#addOverlooked(listed)
    if (this.#closed || this.#watcher !== watcher) return
    onEvent({ type: 'listed', files: [...listed].map(([file, modifiedAt]) => ({ file, modifiedAt })) })
    if (this.#limit) onEvent({ type: 'lost', error: this.#limit })
  }

  /** chokidar reads a folder before it watches it, and never tells of what was saved in between. */
  async #addOverlooked(listed: Map<string, number>): Promise<void> {
    for (const file of await handlerFilesBelow(this.#options.folder)) {
      const modifiedAt = listed.has(file) ? null : await modificationTimeOf(file)
      if (modifiedAt !== null) listed.set(file, modifiedAt)
    }
  }

  #removed(file: string): void {
    this.#debouncer.forget(file)
    if (this.#roleOf(file) === 'handler') this.#options.onEvent({ type: 'removed', file })
    else this.#options.onEvent({ type: 'settings-changed', at: this.#options.clock.now() })
  }

  #failed(thrown: unknown): void {
    const { folder, onEvent, log } = this.#options
    const limit = explainWatchLimit(folder, thrown)
    if (limit) {
      // One for all files that cannot be watched; after the list, which would take it back.
      if (!this.#limit && this.#isListed) onEvent({ type: 'lost', error: limit })
      this.#limit = limit
    } else log?.(`Watching ${folder}: ${explainFolderError(folder, thrown).message}`)
  }

  async #checkRoot(): Promise<void> {
    if (this.#checking || this.#closed) return
    this.#checking = true
    try {
      const identity = await identityOf(this.#options.folder)
      if (identity !== this.#identity && !this.#closed) await this.#rootChanged(identity)
    } finally {
      this.#checking = false
    }
  }

  async #rootChanged(identity: string | null): Promise<void> {
    const { folder, onEvent } = this.#options
    const old = this.#watcher
    this.#watcher = undefined
    this.#identity = identity
    await old?.close()
    if (this.#closed) return
    if (identity !== null) {
      await this.#watch()
      return
    }
    const error = new SoundcheckError('unavailable', `The folder ${folder} is gone.`, {
      hint: 'Put it back, or choose another folder. Sessions go on with what they loaded.',
    })
    onEvent({ type: 'lost', error })
  }
}

/** Watches a user folder that exists; resolves once its files were listed. The caller closes it. */
export async function watchFolder(options: WatchFolderOptions): Promise<FolderWatch> {
  const watched = new WatchedFolder(options)
  await watched.start()
  return watched
}
