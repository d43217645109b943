import path from 'node:path'
import type { EngineOptions } from '../../contract/engine'
import type { HostKind } from '../../contract/host-link'
import type { Events } from '../../contract/ipc'
import type { HostLimits } from '../../contract/limits'
import { createCatalog } from './catalog/catalog'
import { monotonicClock } from './clock'
import type { HandlerVersion } from './handler-version'
import type { ForkProcess } from './hosts/fork-process'
import type { HandlerHost } from './hosts/handler-host'
import { createHostSupply } from './hosts/host-supply'
import { createQuarantine } from './hosts/quarantine'
import { createJournals } from './journal/journals'
import { journalsDir } from './journal/session-folder'
import { createRecovery, type Recovery } from './recovery/recovery'

export interface GroundOptions {
  readonly engine: EngineOptions
  readonly fork: ForkProcess
  readonly journalGrew: (size: Events['journal.grew']) => void
  readonly journalsPruned: (sessionIds: readonly string[]) => void
  readonly log: (line: string) => void
}

/** Hosts of sessions, so that code in a thread which takes the whole app down is known to the next start. */
function noted(recovery: Recovery, take: (kind: HostKind) => HandlerHost) {
  return ({ id, hash }: HandlerVersion, kind: HostKind): HandlerHost => {
    const host = take(kind)
    if (kind === 'thread') host.onExit(recovery.noteThread({ id, hash }))
    return host
  }
}

/** What outlives a session, on the disk and in hosts that are kept warm. */
export function createGround({ engine: options, fork, journalGrew, journalsPruned, log }: GroundOptions) {
  const { dataDir } = options
  const recovery = createRecovery({ ...options, log })
  const quarantine = createQuarantine({ file: dataDir && path.join(dataDir, 'quarantine.json'), log })
  for (const version of recovery.guilty) quarantine.add(version, 'died')
  const supplied = { hostScript: options.hostScript, fork, limits: options.limits, log }
  const journals = createJournals({
    clock: monotonicClock,
    dir: dataDir && journalsDir(dataDir),
    script: options.journalThreadScript,
    limits: options.journalLimits,
    needed: recovery.cutOff.map(({ id }) => id),
    onGrew: journalGrew,
    onPruned: journalsPruned,
    log,
  })
  // A supply of its own: else the probe of a save would take the warm host that the swap right after it needs.
  const probeHosts = createHostSupply({ ...supplied, spareProcesses: 0 })
  const catalog = createCatalog({
    takeHost: probeHosts.take,
    quarantine,
    onProbe: (code) => recovery.noteThread(code),
    clock: monotonicClock,
    log,
  })
  const hosts = createHostSupply(supplied)
  return {
    recovery,
    fork,
    catalog,
    /** What is put into it is seen in the list of handlers at once. */
    quarantine: {
      reasonFor: quarantine.reasonFor,
      add(...added: Parameters<typeof quarantine.add>): void {
        quarantine.add(...added)
        catalog.refreshIsolation()
      },
    },
    takeHost: noted(recovery, hosts.take),
    journals,
    setLimits(limits: HostLimits): void {
      hosts.setLimits(limits)
      probeHosts.setLimits(limits)
    },
    async close(): Promise<void> {
      await catalog.close()
      await journals.close()
      await Promise.all([hosts.close(), probeHosts.close()])
      await recovery.close()
    },
  }
}

export type Ground = ReturnType<typeof createGround>
