import { existsSync } from 'node:fs'
import { type SoundcheckError, toWireError, type WireError } from '../../../contract/errors'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { HandlerHost } from '../hosts/handler-host'
import type { LoadedHandler } from '../hosts/host-calls'
import { type CompiledHandler, type CompileHandler, compileHandler } from './compile-handler'
import { createDependencyGraph } from './dependency-graph'
import { fileRole, handlerId } from './handler-files'
import { createHandlerList, type EntryChanges } from './handler-list'
import { createRecord, type HandlerRecord, moveTo } from './handler-record'
import { createProber, type Prober } from './probe-handler'
import { watchDependencies } from './watch-dependencies'
import { type FolderEvent, type ListedFile, watchFolder } from './watch-folder'
import { createWorkQueue } from './work-queue'

export interface FolderCatalogOptions {
  readonly folder: string
  /** Gives hosts in which files are loaded for their manifests. */
  readonly takeHost: () => HandlerHost
  /** How long a file may take to load. */
  readonly probeTimeoutMs: number
  readonly clock: Clock
  /** ms since the epoch. */
  readonly epoch: () => number
  readonly on: {
    entries(changes: EntryChanges): void
    version(version: HandlerVersion): void
    lost(error: SoundcheckError): void
    watching(): void
  }
  readonly log: (line: string) => void
  readonly compile?: CompileHandler
}

const CONCURRENCY = 2

const noHandler: WireError = {
  code: 'handler',
  message: 'The file has no default export, and no handler imports it',
  hint: 'Write `export default class … extends AsyncStreamHandler { … }`, or export an instance of it.',
}

/** The handlers of one user folder, from its opening to its closing. */
export class FolderCatalog {
  readonly #options: FolderCatalogOptions
  readonly #compile: CompileHandler
  readonly #prober: Prober
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
    this.#compile = options.compile ?? compileHandler
    this.#prober = createProber({ takeHost: options.takeHost, timeoutMs: options.probeTimeoutMs })
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
    return this.#records.get(id)?.good?.version
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

  #listed(files: readonly ListedFile[]): void {
    const { clock, on } = this.#options
    const there = new Set(files.map(({ file }) => file))
    for (const record of [...this.#records.values()]) if (!there.has(record.file)) this.#forget(record)
    on.watching()
    this.#scanning = true
    const newestFirst = [...files].sort((a, b) => b.modifiedAt - a.modifiedAt)
    for (const { file, modifiedAt } of newestFirst) this.#mark(this.#recordOf(file), clock.now(), modifiedAt)
    this.#publish()
    if (files.length === 0) this.#scanned()
  }

  #saved(file: string, at: number): void {
    const isNew = !this.#records.has(handlerId(this.#options.folder, file))
    const touched = new Set([this.#recordOf(file), ...this.#dependentsOf(file)])
    // A new file may be the one that others miss.
    if (isNew) for (const record of this.#notCompiling()) touched.add(record)
    this.#notice(touched, at)
  }

  #removed(file: string): void {
    const record = this.#records.get(handlerId(this.#options.folder, file))
    if (record) this.#forget(record)
    this.#notice(this.#dependentsOf(file), this.#options.clock.now())
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
    moveTo(record, 'compiling')
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
    const isOutside = (file: string) => fileRole(handlerId(folder, file)) !== 'handler'
    for (const file of added.filter(isOutside)) this.#dependencies.add(file)
    for (const file of dropped.filter(isOutside)) this.#dependencies.remove(file)
  }

  async #refresh(id: string): Promise<void> {
    const record = this.#records.get(id)
    if (!record) return
    const noticedAt = record.noticedAt
    moveTo(record, 'compiling')
    const isAlive = () => !this.#closed && this.#records.get(id) === record
    try {
      const compiled = await this.#compile(record.file, this.#options.folder)
      if (!isAlive()) return
      this.#remember(id, compiled.inputs)
      // Newer contents wait: what these are worth no longer matters.
      if (this.#queue.isWaiting(id)) return
      if (compiled.ok) await this.#load(record, compiled, noticedAt, isAlive)
      else if (existsSync(record.file)) this.#settle(record, toWireError(compiled.error))
    } catch (thrown) {
      if (isAlive() && !this.#queue.isWaiting(id)) this.#settle(record, toWireError(thrown))
    } finally {
      if (!this.#closed) this.#publish()
    }
  }

  async #load(
    record: HandlerRecord,
    compiled: CompiledHandler,
    noticedAt: number,
    isAlive: () => boolean,
  ): Promise<void> {
    for (const { text, position } of compiled.warnings)
      this.#options.log(`${record.id}:${position?.line ?? 0}: ${text}`)
    record.isModule = !compiled.exportsHandler
    if (record.isModule) this.#settle(record, noHandler)
    else if (record.good?.hash === compiled.hash) this.#settle(record, null)
    else {
      const loaded = await this.#prober.probe({ file: record.file, code: compiled.code }, this.#scanning)
      if (isAlive()) this.#succeed(record, compiled, loaded, noticedAt)
    }
  }

  #succeed(
    record: HandlerRecord,
    { code, hash }: CompiledHandler,
    { manifest, findings }: LoadedHandler,
    noticedAt: number,
  ): void {
    const { epoch, on } = this.#options
    const number = (this.#versions.get(record.id) ?? 0) + 1
    this.#versions.set(record.id, number)
    const version = { id: record.id, version: number, file: record.file, code, manifest, noticedAt }
    record.good = { version, findings, hash, loadedAt: epoch() }
    if (this.#queue.isWaiting(record.id)) record.error = null
    else this.#settle(record, null)
    this.#publish()
    on.version(version)
  }

  #settle(record: HandlerRecord, error: WireError | null): void {
    record.error = error
    moveTo(record, error ? 'broken' : 'ready')
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
