import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { HostKind } from '../../../../contract/host-link'
import type { FolderEntry, HandlerEntry } from '../../../../contract/state'
import { buildHostBundle } from '../../../../handlers/host/testing/build-host-bundle'
import { monotonicClock } from '../../clock'
import type { HandlerVersion } from '../../handler-version'
import { createHandlerProcess } from '../../hosts/handler-process'
import { createHandlerThread } from '../../hosts/handler-thread'
import { createNodeFork } from '../../hosts/node-fork'
import type { Quarantine, QuarantinedVersion } from '../../hosts/quarantine'
import { createSparePool } from '../../hosts/spare-pool'
import { type Catalog, createCatalog } from '../catalog'

export interface CatalogBench {
  readonly folder: string
  readonly starterDir: string
  readonly catalog: Catalog
  /** As the window would show it. */
  readonly entries: ReadonlyMap<string, HandlerEntry>
  readonly folders: readonly FolderEntry[]
  readonly versions: readonly HandlerVersion[]
  /** The kinds of hosts that were taken, in order. */
  readonly taken: readonly HostKind[]
  readonly probes: readonly { readonly version: QuarantinedVersion; readonly isRunning: boolean }[]
  readonly log: readonly string[]
  open(options?: { create?: boolean; folder?: string; only?: string }): Promise<void>
  write(path: string, text: string): Promise<void>
  /** Waits for a change after which `holds`. */
  until(holds: () => boolean): Promise<void>
  /** Waits until the handler is in this state, whatever it was in before. */
  becomes(id: string, status: HandlerEntry['status'], version?: number): Promise<HandlerEntry>
  close(): Promise<void>
}

export interface CatalogBenchOptions {
  /** Files of the user folder before it is opened. */
  readonly files?: { readonly [path: string]: string }
  readonly probeTimeoutMs?: number
  readonly poolSize?: number
  readonly quarantine?: Pick<Quarantine, 'reasonFor'>
}

async function writeTo(folder: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), text)
}

/** A catalog on a folder of its own, with real threads; nothing is opened yet. */
export async function createCatalogBench(options: CatalogBenchOptions = {}): Promise<CatalogBench> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'soundcheck-catalog-')))
  const folder = join(root, 'handlers')
  const starterDir = join(root, 'starter')
  await mkdir(folder)
  for (const [path, text] of Object.entries(options.files ?? {})) await writeTo(folder, path, text)
  await writeTo(starterDir, 'examples/echo.ts', handlerSource('Echo'))
  await writeTo(starterDir, 'support/tsconfig.json', '{}')
  await writeTo(starterDir, 'support/.soundcheck/types/a.d.ts', 'export {}')

  const hostScript = await buildHostBundle()
  const createHost = () => createHandlerThread({ hostScript })
  const pool = createSparePool({ createHost, size: options.poolSize ?? 2 })
  const fork = createNodeFork(await buildHostBundle('process'))
  const entries = new Map<string, HandlerEntry>()
  const folders: FolderEntry[] = []
  const versions: HandlerVersion[] = []
  const taken: HostKind[] = []
  const probes: { version: QuarantinedVersion; isRunning: boolean }[] = []
  const log: string[] = []
  const waiting = new Set<() => void>()
  const catalog = createCatalog({
    takeHost: (kind) => {
      taken.push(kind)
      return kind === 'thread' ? pool.take() : createHandlerProcess({ fork })
    },
    onProbe: (version) => {
      const probe = { version, isRunning: true }
      probes.push(probe)
      look()
      return () => {
        probe.isRunning = false
      }
    },
    ...(options.quarantine ? { quarantine: options.quarantine } : {}),
    clock: monotonicClock,
    log: (line) => log.push(line),
    ...(options.probeTimeoutMs ? { probeTimeoutMs: options.probeTimeoutMs } : {}),
  })
  const look = () => {
    for (const check of [...waiting]) check()
  }
  catalog.onChanged((change) => {
    if (change.folder) folders.push(change.folder)
    for (const [id, entry] of change.entries) entry ? entries.set(id, entry) : entries.delete(id)
    look()
  })
  catalog.onVersion((version) => {
    versions.push(version)
    look()
  })

  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!holds()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })

  return {
    folder,
    starterDir,
    catalog,
    entries,
    folders,
    versions,
    taken,
    probes,
    log,
    open: ({ create = false, folder: other, only } = {}) =>
      catalog.open(other ?? folder, { create, starterDir, only }),
    write: (path, text) => writeTo(folder, path, text),
    until,
    async becomes(id, status, version) {
      const found = () => entries.get(id)
      await until(() => found()?.status === status && (version === undefined || found()?.version === version))
      return found() as HandlerEntry
    },
    async close() {
      await catalog.close()
      await pool.close()
      await rm(root, { recursive: true })
    },
  }
}

/** A small handler that loads. */
export function handlerSource(name: string, more = ''): string {
  return `import { StreamHandler, type AudioFrame, type EmitType } from 'soundcheck'
${more}
export default class ${name} extends StreamHandler {
  receive(_frame: AudioFrame): void {}
  emit(): EmitType { return null }
  override copy() { return new ${name}() }
}
`
}
