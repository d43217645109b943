import { existsSync } from 'node:fs'
import { toWireError, type WireError } from '../../../contract/errors'
import type { HandlerVersion } from '../handler-version'
import type { Quarantine, QuarantinedVersion } from '../hosts/quarantine'
import type { CompiledHandler, CompileHandler } from './compile-handler'
import { type HandlerRecord, settle, startCompiling } from './handler-record'
import type { ProbeOutcome, Prober } from './probe-handler'

/** Told before code that has never run is loaded; gives what to call when that is over. Should the app die of it, it is known of what. */
export type OnProbe = (version: QuarantinedVersion) => () => void

export interface RefreshOptions {
  readonly folder: string
  readonly compile: CompileHandler
  readonly prober: Prober
  readonly quarantine: Pick<Quarantine, 'reasonFor'>
  /** ms since the epoch. */
  readonly epoch: () => number
  readonly log: (line: string) => void
  /** Whether the file is still there for the catalog. */
  readonly isAlive: (record: HandlerRecord) => boolean
  /** Whether newer contents wait: what these are worth no longer matters. */
  readonly isOutdated: (record: HandlerRecord) => boolean
  /** Whether many files are being loaded one after the other. */
  readonly isScanning: () => boolean
  readonly nextNumber: (id: string) => number
  readonly on: {
    readonly probe: OnProbe
    /** The files that it was, or would be, made from. */
    inputs(record: HandlerRecord, files: readonly string[]): void
    changed(): void
    version(version: HandlerVersion): void
  }
}

const noHandler: WireError = {
  code: 'handler',
  message: 'The file has no default export, and no handler imports it',
  hint: 'Write `export default class … extends AsyncStreamHandler { … }`, or export an instance of it.',
}

type GoodOutcome = Extract<ProbeOutcome, { readonly ok: true }>

/** Finds out what the contents of a file are worth, and makes a version of them if they load and are new. */
export class HandlerRefresher {
  readonly #options: RefreshOptions

  constructor(options: RefreshOptions) {
    this.#options = options
  }

  /** Never rejects. */
  async refresh(record: HandlerRecord): Promise<void> {
    const { compile, folder, isAlive, isOutdated, on } = this.#options
    const noticedAt = record.noticedAt
    startCompiling(record)
    try {
      const compiled = await compile(record.file, folder)
      if (!isAlive(record)) return
      on.inputs(record, compiled.inputs)
      if (isOutdated(record)) return
      if (compiled.ok) await this.#judge(record, compiled, noticedAt)
      else if (existsSync(record.file)) settle(record, toWireError(compiled.error))
    } catch (thrown) {
      if (isAlive(record) && !isOutdated(record)) settle(record, toWireError(thrown))
    } finally {
      on.changed()
    }
  }

  async #judge(record: HandlerRecord, compiled: CompiledHandler, noticedAt: number): Promise<void> {
    for (const { text, position } of compiled.warnings)
      this.#options.log(`${record.id}:${position?.line ?? 0}: ${text}`)
    const { hash } = compiled
    record.isModule = !compiled.exportsHandler
    if (record.isModule) settle(record, noHandler)
    else if (this.#isKnown(record, hash)) {
      record.hash = hash
      settle(record, null)
    } else if (record.harmful?.hash === hash) settle(record, record.harmful.error)
    else await this.#probe(record, compiled, noticedAt)
  }

  /** Whether there is a version of these contents that is not to be made once more. */
  #isKnown({ history, hash: before }: HandlerRecord, hash: string): boolean {
    // The person went back to an older one; the file was saved as it was.
    const isUnchanged = before === hash && history.has(hash)
    return isUnchanged || history.current()?.version.hash === hash || history.rejectedWith(hash) !== null
  }

  async #probe(record: HandlerRecord, compiled: CompiledHandler, noticedAt: number): Promise<void> {
    const outcome = await this.#load(record, compiled)
    if (!this.#options.isAlive(record)) return
    record.harmful = null
    if (outcome.ok) return this.#succeed(record, compiled, outcome, noticedAt)
    if (outcome.harmful) record.harmful = { hash: compiled.hash, error: outcome.error }
    if (!this.#options.isOutdated(record)) settle(record, outcome.error)
  }

  async #load({ id, file }: HandlerRecord, { code, hash }: CompiledHandler): Promise<ProbeOutcome> {
    const { prober, quarantine, isScanning, on } = this.#options
    const version = { id, hash }
    const kind = quarantine.reasonFor(version) ? 'process' : 'thread'
    const over = on.probe(version)
    try {
      return await prober.probe({ file, code }, { many: isScanning(), kind })
    } finally {
      over()
    }
  }

  #succeed(
    record: HandlerRecord,
    { code, hash, sources }: CompiledHandler,
    { loaded, isolation }: GoodOutcome,
    noticedAt: number,
  ): void {
    const { epoch, isOutdated, nextNumber, on } = this.#options
    const { id, file } = record
    const { manifest, findings } = loaded
    const version = {
      ...{ id, version: nextNumber(id), file, code, sources, hash, manifest, isolation, noticedAt },
    }
    record.history.add({ version, findings, loadedAt: epoch() })
    record.hash = hash
    if (isOutdated(record)) record.problem = record.error = null
    else settle(record, null)
    on.changed()
    on.version(version)
  }
}
