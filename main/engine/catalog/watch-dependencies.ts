import { type FSWatcher, watch } from 'node:fs'
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

interface WatchedDirectory {
  readonly files: Set<string>
  readonly watcher: FSWatcher
}

/** The directories are watched, not the files: a file that is replaced or comes back is then still the same. */
export function watchDependencies({ clock, onChanged, log }: WatchDependenciesOptions): DependencyWatch {
  const directories = new Map<string, WatchedDirectory>()
  const debouncer = createSaveDebouncer(clock, ({ file, at }) => onChanged(file, at))

  function failed(directory: string, thrown: unknown): void {
    drop(directory)
    // A directory that is not there holds nothing that could change; the folder's own watcher sees it come.
    if (errnoOf(thrown) === 'ENOENT') return
    log?.(explainWatchLimit(directory, thrown)?.message ?? `Watching ${directory}: ${messageOf(thrown)}`)
  }

  function drop(directory: string): void {
    directories.get(directory)?.watcher.close()
    directories.delete(directory)
  }

  function open(directory: string): WatchedDirectory | null {
    try {
      const files = new Set<string>()
      const watcher = watch(directory, { persistent: false }, (_event, name) => {
        const touched = name === null ? [...files] : [join(directory, name)]
        for (const file of touched) if (files.has(file)) debouncer.touch(file)
      })
      watcher.on('error', (error) => failed(directory, error))
      const opened = { files, watcher }
      directories.set(directory, opened)
      return opened
    } catch (thrown) {
      failed(directory, thrown)
      return null
    }
  }

  return {
    add(file) {
      const directory = dirname(file)
      const watched = directories.get(directory) ?? open(directory)
      watched?.files.add(file)
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
