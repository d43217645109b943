import { SoundcheckError, type WireError } from '../../../contract/errors'
import type { HostKind } from '../../../contract/host-link'
import type { FileDiff } from '../../../contract/ipc'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { HandlerHost } from '../hosts/handler-host'
import { isolationOf } from '../hosts/isolation-of'
import type { Quarantine } from '../hosts/quarantine'
import { type CompileHandler, compileHandler } from './compile-handler'
import { createDependencyGraph } from './dependency-graph'
import { diffSources } from './diff-sources'
import { fileRole, handlerId } from './handler-files'
import { createHandlerList, type EntryChanges } from './handler-list'
import { createRecord, type HandlerRecord, settleAgain, startCompiling } from './handler-record'
import { createProber, type Prober } from './probe-handler'
import { HandlerRefresher, type OnProbe } from './refresh-handler'
import { watchDependencies } from './watch-dependencies'
import { type FolderEvent, type ListedFile, watchFolder } from './watch-folder'
import { createWorkQueue } from './work-queue'

export interface FolderCatalogOptions {
  readonly folder: string
  /** The id of the one handler to load; its folder is watched for what it imports. */
  readonly only?: string | undefined
  /** Gives hosts in which files are loaded for their manifests. */
  readonly takeHost: (kind: HostKind) => HandlerHost
  readonly quarantine: Pick<Quarantine, 'reasonFor'>
  /** How long a file may take to load. */
  readonly probeTimeoutMs: number
  readonly clock: Clock
  /** ms since the epoch. */
  readonly epoch: () => number
  readonly on: {
    entries(changes: EntryChanges): void
    version(version: HandlerVersion): void
    readonly probe: OnProbe
    lost(error: SoundcheckError): void
    watching(): void
  }
  readonly log: (line: string) => void
  readonly compile?: CompileHandler
}

const CONCURRENCY = 2

/** The handlers of one user folder, from its opening to its closing. */
export class FolderCatalog {
  readonly #options: FolderCatalogOptions
  readonly #prober: Prober
  readonly #refresher: HandlerRefresher
  readonly #records = new Map<string, HandlerRecord>()
  /** Also of handlers that are gone: a file that comes back counts on. */
  readonly #versions = new Map<string, number>()
  readonly #graph = createDependencyGraph()
  readonly #dependencies
  readonly #queue
  readonly #list
  #watch: { close(): Promise<void> } | undefined
  #scanning = true
  #closed = false

  constructor(options: FolderCatalogOptions) {
    this.#options = options
    this.#prober = createProber({ takeHost: options.takeHost, timeoutMs: options.probeTimeoutMs })
    this.#refresher = this.#createRefresher()
    this.#dependencies = watchDependencies({
      clock: options.clock,
      onChanged: (file, at) => this.#notice(this.#dependentsOf(file), at),
      log: options.log,
    })
    this.#queue = createWorkQueue({
      concurrency: CONCURRENCY,
      run: (id) => this.#refresh(id),
      onIdle: () => this.#scanned(),
    })
    this.#list = createHandlerList({
      isImported: (record) => [...this.#graph.dependentsOf(record.file)].some((id) => id !== record.id),
      isolationOf: (version) => isolationOf(version, options.quarantine),
      onChanged: options.on.entries,
    })
  }

  /** Resolves when the list is known; the handlers in it are compiled afterwards. */
  async open(): Promise<void> {
    const { folder, clock, log } = this.#options
    const watch = await watchFolder({ folder, clock, log, onEvent: (event) => this.#happened(event) })
    if (this.#closed) await watch.close()
    else this.#watch = watch
  }

  get folder(): string {
    return this.#options.folder
  }

  current(id: string): HandlerVersion | undefined {
    return this.#records.get(id)?.history.current()?.version
  }

  useVersion(id: string, number: number): void {
    const record = this.#record(id)
    const { version } = record.history.use(number)
    settleAgain(record)
    this.#publish()
    this.#tell(version)
  }

  /** Of a handler or version that is gone there is nothing to reject. */
  reject(id: string, number: number, error: WireError): void {
    const record = this.#records.get(id)
    if (!record) return
    const before = record.history.current()?.version.version
    record.history.reject(number, error)
    settleAgain(record)
    this.#publish()
    const now = record.history.current()
    if (now && now.version.version !== before) this.#tell(now.version)
  }

  diff(id: string, from: number, to: number): readonly FileDiff[] {
    const { history } = this.#record(id)
    return diffSources(history.sourcesOf(from), history.sourcesOf(to))
  }

  /** What is known against handlers has changed. */
  refreshIsolation(): void {
    this.#publish()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#dependencies.close()
    // Together: work that runs waits for hosts, and ends when they do.
    await Promise.all([this.#watch?.close(), this.#prober.close(), this.#queue.close()])
    this.#records.clear()
    this.#list.clear()
  }

  #happened(event: FolderEvent): void {
    if (this.#closed) return
    switch (event.type) {
      case 'listed':
        this.#listed(event.files)
        break
      case 'saved':
        this.#saved(event.file, event.at)
        break
      case 'removed':
        this.#removed(event.file)
        break
      case 'settings-changed':
        this.#notice(this.#records.values(), event.at)
        break
      case 'lost':
        this.#options.on.lost(event.error)
    }
  }

  #createRefresher(): HandlerRefresher {
    const { folder, quarantine, epoch, log, on, compile = compileHandler } = this.#options
    return new HandlerRefresher({
      folder,
      compile,
      prober: this.#prober,
      quarantine,
      epoch,
      log,
      isAlive: (record) => !this.#closed && this.#records.get(record.id) === record,
      isOutdated: ({ id }) => this.#queue.isWaiting(id),
      isScanning: () => this.#scanning,
      nextNumber: (id) => this.#nextNumber(id),
      on: {
        probe: on.probe,
        inputs: ({ id }, files) => this.#remember(id, files),
        changed: () => this.#closed || this.#publish(),
        version: on.version,
      },
    })
  }

  #nextNumber(id: string): number {
    const number = (this.#versions.get(id) ?? 0) + 1
    this.#versions.set(id, number)
    return number
  }

  #record(id: string): HandlerRecord {
    const record = this.#records.get(id)
    if (record) return record
    throw new SoundcheckError('not-found', `There is no handler ${id}.`)
  }

  /** As for a save that is noticed now. */
  #tell(version: HandlerVersion): void {
    this.#options.on.version({ ...version, noticedAt: this.#options.clock.now() })
  }

  #listed(files: readonly ListedFile[]): void {
    const { folder, clock, on } = this.#options
    const own = files.filter(({ file }) => this.#isLoaded(handlerId(folder, file)))
    const there = new Set(own.map(({ file }) => file))
    for (const record of [...this.#records.values()]) if (!there.has(record.file)) this.#forget(record)
    on.watching()
    this.#scanning = true
    const newestFirst = [...own].sort((a, b) => b.modifiedAt - a.modifiedAt)
    for (const { file, modifiedAt } of newestFirst) this.#mark(this.#recordOf(file), clock.now(), modifiedAt)
    this.#publish()
    if (own.length === 0) this.#scanned()
  }

  #saved(file: string, at: number): void {
    const id = handlerId(this.#options.folder, file)
    const isNew = !this.#records.has(id)
    const own = this.#isLoaded(id) ? [this.#recordOf(file)] : []
    const touched = new Set([...own, ...this.#dependentsOf(file)])
    // A new file may be the one that others miss.
    if (isNew) for (const record of this.#notCompiling()) touched.add(record)
    this.#notice(touched, at)
  }

  #removed(file: string): void {
    const record = this.#records.get(handlerId(this.#options.folder, file))
    if (record) this.#forget(record)
    this.#notice(this.#dependentsOf(file), this.#options.clock.now())
  }

  #isLoaded(id: string): boolean {
    const { only } = this.#options
    return only === undefined || only === id
  }

  #dependentsOf(file: string): HandlerRecord[] {
    const ids = [...this.#graph.dependentsOf(file)]
    return ids.map((id) => this.#records.get(id)).filter((record) => record !== undefined)
  }

  #notCompiling(): HandlerRecord[] {
    return [...this.#records.values()].filter(({ error }) => error?.code === 'compile')
  }

  #notice(records: Iterable<HandlerRecord>, at: number): void {
    if (this.#closed) return
    for (const record of records) this.#mark(record, at, this.#options.epoch())
    this.#publish()
  }

  #mark(record: HandlerRecord, at: number, importance: number): void {
    // Of several saves that one compilation answers, the time of the first one counts.
    if (!this.#queue.isWaiting(record.id)) record.noticedAt = at
    startCompiling(record)
    this.#queue.add(record.id, importance)
  }

  #recordOf(file: string): HandlerRecord {
    const id = handlerId(this.#options.folder, file)
    const record = this.#records.get(id) ?? createRecord(id, file, this.#options.clock.now())
    this.#records.set(id, record)
    return record
  }

  #forget(record: HandlerRecord): void {
    this.#records.delete(record.id)
    this.#queue.remove(record.id)
    this.#remember(record.id, [])
  }

  #remember(id: string, files: readonly string[]): void {
    const { added, dropped } = this.#graph.set(id, files)
    const { folder } = this.#options
    // Of the others the folder's own watcher tells.
    const isUnwatched = (file: string) => fileRole(handlerId(folder, file)) === 'other'
    for (const file of added.filter(isUnwatched)) this.#dependencies.add(file)
    for (const file of dropped.filter(isUnwatched)) this.#dependencies.remove(file)
  }

  async #refresh(id: string): Promise<void> {
    const record = this.#records.get(id)
    if (record) await this.#refresher.refresh(record)
  }

  #scanned(): void {
    if (!this.#scanning) return
    this.#scanning = false
    this.#publish()
    void this.#prober.release()
  }

  #publish(): void {
    this.#list.publish(this.#records.values(), this.#scanning)
  }
}
