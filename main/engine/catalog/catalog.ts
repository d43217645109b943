import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { SoundcheckError, toWireError, type WireError } from '../../../contract/errors'
import type { HostKind } from '../../../contract/host-link'
import type { FileDiff } from '../../../contract/ipc'
import type { FolderEntry } from '../../../contract/state'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { HandlerHost } from '../hosts/handler-host'
import type { Quarantine } from '../hosts/quarantine'
import { createSignal } from '../hosts/signal'
import { FolderCatalog } from './folder-catalog'
import { explainFolderError } from './folder-errors'
import type { EntryChanges } from './handler-list'
import type { OnProbe } from './refresh-handler'
import { type EnsureFolderOptions, ensureFolder } from './starter'
import { writeNewHandler } from './write-new-handler'

export interface OpenFolderOptions extends EnsureFolderOptions {
  /** The id of the one handler to load; left out = all there are. */
  readonly only?: string | undefined
}

export interface CatalogChange {
  readonly folder?: FolderEntry
  /** Entries that are new or changed; null for those that are gone. */
  readonly entries: EntryChanges
}

/** The user folder: which handlers there are, and the versions of each. */
export interface Catalog {
  /** Leaves the folder that is open and watches this one; resolves when its files are listed. Trouble is in the change's `folder`. */
  open(folder: string, options: OpenFolderOptions): Promise<void>
  /** The version that sessions run: the last good one, unless the person chose another or it was rejected. */
  current(id: string): HandlerVersion | undefined
  /** Writes a new handler file, which is then noticed as any other; gives its id. Never overwrites a file. */
  create(name: string, source: string): Promise<string>
  /** Makes a version that is kept the current one until a save makes a new one, and tells of it. Throws `not-found`. */
  useVersion(id: string, version: number): void
  /**
   * A session had to take this version back. If it was the current one, the newest that was not rejected takes its place
   * and is told of. Contents that were rejected make no new version.
   */
  reject(id: string, version: number, error: WireError): void
  /** What changed in the author's own files. Throws `not-found`, or `limit` when a version's files were too large to keep. */
  diff(id: string, from: number, to: number): readonly FileDiff[]
  /** Call it when the quarantine has changed. */
  refreshIsolation(): void
  onChanged(listener: (change: CatalogChange) => void): () => void
  /** Sessions are to run this version: a new one that compiled and loaded, or one that was gone back to. */
  onVersion(listener: (version: HandlerVersion) => void): () => void
  close(): Promise<void>
}

export interface CatalogOptions {
  /** Hosts in which files are loaded for their manifests. */
  readonly takeHost: (kind: HostKind) => HandlerHost
  /** What is known against handlers: those are loaded in processes alone. */
  readonly quarantine?: Pick<Quarantine, 'reasonFor'>
  readonly onProbe?: OnProbe
  readonly clock: Clock
  /** ms since the epoch. */
  readonly epoch?: () => number
  /** How long a file may take to load. */
  readonly probeTimeoutMs?: number
  readonly log?: (line: string) => void
}

const nothing: EntryChanges = new Map()
const nobody: Pick<Quarantine, 'reasonFor'> = { reasonFor: () => null }

class FolderSwitch {
  readonly changes = createSignal<CatalogChange>()
  readonly versions = createSignal<HandlerVersion>()
  readonly #options: CatalogOptions
  #opened: FolderCatalog | undefined
  /** Opening and closing are one at a time, in order. */
  #turn: Promise<void> = Promise.resolve()
  #latest: symbol | undefined

  constructor(options: CatalogOptions) {
    this.#options = options
  }

  current(id: string): HandlerVersion | undefined {
    return this.#opened?.current(id)
  }

  useVersion(id: string, version: number): void {
    this.#folder().useVersion(id, version)
  }

  reject(id: string, version: number, error: WireError): void {
    this.#opened?.reject(id, version, error)
  }

  diff(id: string, from: number, to: number): readonly FileDiff[] {
    return this.#folder().diff(id, from, to)
  }

  refreshIsolation(): void {
    this.#opened?.refreshIsolation()
  }

  async create(name: string, source: string): Promise<string> {
    return writeNewHandler(this.#folder().folder, name, source)
  }

  #folder(): FolderCatalog {
    if (this.#opened) return this.#opened
    throw new SoundcheckError('unavailable', 'No folder is open.', { hint: 'Open a folder first.' })
  }

  /** Of several openings in a row only the last one matters. */
  open(folder: string, options: OpenFolderOptions): Promise<void> {
    const own = Symbol(folder)
    this.#latest = own
    const path = resolve(folder)
    const run = this.#turn.then(() => (this.#latest === own ? this.#open(path, options) : undefined))
    this.#turn = run
    return run
  }

  close(): Promise<void> {
    this.#latest = undefined
    const run = this.#turn.then(() => this.#leave())
    this.#turn = run
    return run
  }

  async #open(folder: string, options: OpenFolderOptions): Promise<void> {
    await this.#leave()
    const tell = (status: FolderEntry['status'], thrown?: unknown) => {
      const error = thrown === undefined ? null : toWireError(explainFolderError(folder, thrown))
      this.changes.emit({ folder: { path: folder, status, error }, entries: nothing })
    }
    tell('opening')
    try {
      const { supportError } = await ensureFolder(folder, options)
      if (supportError) this.#log(`The typings in ${folder} stay as they are: ${supportError.message}`)
      // esbuild names files by their real paths, so everything else has to.
      const opened = this.#createFolder(await realpath(folder), options.only, tell)
      this.#opened = opened
      await opened.open()
    } catch (thrown) {
      tell('failed', thrown)
    }
  }

  #createFolder(
    folder: string,
    only: string | undefined,
    tell: (status: FolderEntry['status'], thrown?: unknown) => void,
  ) {
    const { takeHost, clock, epoch = Date.now, probeTimeoutMs = 5000, onProbe } = this.#options
    return new FolderCatalog({
      folder,
      only,
      takeHost,
      quarantine: this.#options.quarantine ?? nobody,
      probeTimeoutMs,
      clock,
      epoch,
      log: (line) => this.#log(line),
      on: {
        entries: (entries) => this.changes.emit({ entries }),
        version: (version) => this.versions.emit(version),
        probe: onProbe ?? (() => () => undefined),
        lost: (error) => tell('failed', error),
        watching: () => tell('watching'),
      },
    })
  }

  async #leave(): Promise<void> {
    const left = this.#opened
    this.#opened = undefined
    await left?.close()
  }

  #log(line: string): void {
    this.#options.log?.(line)
  }
}

/** Nothing is watched before `open`. */
export function createCatalog(options: CatalogOptions): Catalog {
  const folders = new FolderSwitch(options)
  return {
    open: (folder, how) => folders.open(folder, how),
    current: (id) => folders.current(id),
    useVersion: (id, version) => folders.useVersion(id, version),
    reject: (id, version, error) => folders.reject(id, version, error),
    diff: (id, from, to) => folders.diff(id, from, to),
    refreshIsolation: () => folders.refreshIsolation(),
    create: (name, source) => folders.create(name, source),
    onChanged: folders.changes.on,
    onVersion: folders.versions.on,
    close: () => folders.close(),
  }
}
