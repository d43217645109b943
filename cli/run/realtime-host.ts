import { fromWireError } from '../../contract/errors'
import type { HostLimits } from '../../contract/limits'
import { createProber } from '../../main/engine/catalog/probe-handler'
import { monotonicClock } from '../../main/engine/clock'
import type { HandlerVersion } from '../../main/engine/handler-version'
import { createHostSupply } from '../../main/engine/hosts/host-supply'
import { createNodeFork } from '../../main/engine/hosts/node-fork'
import { runInRealtime } from './realtime-run'
import type { RunOutcome, RunPlan } from './run-plan'

export interface RealtimeHostOptions {
  readonly file: string
  readonly code: string
  readonly hash: string
  readonly hostScript: string
  readonly hostProcessScript: string
  readonly limits: HostLimits
  readonly log: (line: string) => void
}

/** Loads a handler for a session that goes by the real clock, in a thread or, if it needs one, in a process. */
export async function startRealtimeHost(options: RealtimeHostOptions) {
  const { file, code, hash, hostScript, hostProcessScript, limits, log } = options
  const hosts = createHostSupply({
    hostScript,
    fork: createNodeFork(hostProcessScript),
    limits,
    spareProcesses: 0,
    log,
  })
  const prober = createProber({ takeHost: hosts.take })
  const outcome = await prober.probe({ file, code }, { many: false, kind: 'thread' })
  if (!outcome.ok) {
    await Promise.all([prober.close(), hosts.close()])
    throw fromWireError(outcome.error)
  }
  const { manifest } = outcome.loaded
  const { isolation } = outcome
  const version: HandlerVersion = {
    id: file,
    version: 1,
    file,
    code,
    sources: null,
    hash,
    manifest,
    isolation,
    noticedAt: monotonicClock.now(),
  }
  let startedAt: number | null = null

  return {
    manifest,
    now: () => (startedAt === null ? 0 : monotonicClock.now() - startedAt),
    run: (plan: RunPlan): Promise<RunOutcome> =>
      runInRealtime(plan, {
        version,
        clock: monotonicClock,
        takeHost: hosts.take,
        onStarted: () => {
          startedAt ??= monotonicClock.now()
        },
      }),
    async close(): Promise<void> {
      await Promise.all([prober.close(), hosts.close()])
    },
  }
}
