import { type FSWatcher, statSync, watch } from 'node:fs'
import { dirname, join } from 'node:path'
import { messageOf } from '../../../contract/errors'
import type { Clock } from '../clock'
import { errnoOf, explainWatchLimit } from './folder-errors'
import { createSaveDebouncer } from './save-debouncer'

/** Watches single files anywhere, also while they do not exist: what handlers import from outside the watched files. */
export interface DependencyWatch {
  add(file: string): void
  remove(file: string): void
  close(): void
}

export interface WatchDependenciesOptions {
  readonly clock: Clock
  readonly onChanged: (file: string, at: number) => void
  readonly log?: (line: string) => void
}

/** Tells a directory from another that took its name; null when there is none. */
function identityOf(directory: string): string | null {
  const found = statSync(directory, { throwIfNoEntry: false })
  return found?.isDirectory() ? `${found.dev} ${found.ino}` : null
}

/** The directory itself, or as long as it is not there the nearest one above it that is. */
function nearestThere(directory: string): string {
  let at = directory
  while (identityOf(at) === null && at !== dirname(at)) at = dirname(at)
  return at
}

interface WatchedDirectoryOptions {
  readonly directory: string
  readonly onTouched: (file: string) => void
  readonly onFailed: (thrown: unknown) => void
}

/** The directories are watched, not the files: a file that is replaced or comes back is then still the same. */
class WatchedDirectory {
  readonly files = new Set<string>()
  readonly #options: WatchedDirectoryOptions
  #watcher: FSWatcher | undefined
  /** What is watched just now. */
  #place = ''
  #identity: string | null = null

  constructor(options: WatchedDirectoryOptions) {
    this.#options = options
    this.#attach()
  }

  close(): void {
    this.#watcher?.close()
    this.#watcher = undefined
  }

  #attach(): void {
    this.close()
    try {
      this.#place = nearestThere(this.#options.directory)
      this.#identity = identityOf(this.#place)
      this.#watcher = watch(this.#place, { persistent: false }, (_event, name) => this.#happened(name))
      this.#watcher.on('error', (error) => this.#failed(error))
    } catch (thrown) {
      this.#failed(thrown)
    }
  }

  #happened(name: string | null): void {
    const { directory, onTouched } = this.#options
    if (nearestThere(directory) !== this.#place || identityOf(this.#place) !== this.#identity) {
      this.#attach()
      for (const file of this.files) onTouched(file)
    } else if (this.#place === directory) {
      const touched = name === null ? [...this.files] : [join(directory, name)]
      for (const file of touched) if (this.files.has(file)) onTouched(file)
    }
  }

  #failed(thrown: unknown): void {
    // Gone between a look and the next one.
    if (errnoOf(thrown) === 'ENOENT' && identityOf(this.#place) === null) this.#attach()
    else this.#options.onFailed(thrown)
  }
}

export function watchDependencies({ clock, onChanged, log }: WatchDependenciesOptions): DependencyWatch {
  const directories = new Map<string, WatchedDirectory>()
  const debouncer = createSaveDebouncer(clock, ({ file, at }) => onChanged(file, at))

  function drop(directory: string): void {
    directories.get(directory)?.close()
    directories.delete(directory)
  }

  function open(directory: string): WatchedDirectory {
    const opened = new WatchedDirectory({
      directory,
      onTouched: (file) => debouncer.touch(file),
      onFailed: (thrown) =>
        log?.(explainWatchLimit(directory, thrown)?.message ?? `Watching ${directory}: ${messageOf(thrown)}`),
    })
    directories.set(directory, opened)
    return opened
  }

  return {
    add(file) {
      const directory = dirname(file)
      const watched = directories.get(directory) ?? open(directory)
      watched.files.add(file)
    },
    remove(file) {
      const directory = dirname(file)
      const watched = directories.get(directory)
      watched?.files.delete(file)
      debouncer.forget(file)
      if (watched?.files.size === 0) drop(directory)
    },
    close() {
      debouncer.close()
      for (const directory of [...directories.keys()]) drop(directory)
    },
  }
}
