import { SoundcheckError } from '../../../contract/errors'
import type { HandlerState, HostReport } from '../../../contract/host'
import type { HostKind } from '../../../contract/host-link'
import type { ProcessReason } from '../../../contract/state'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { HandlerHost, HostExit } from '../hosts/handler-host'
import { isolationOf } from '../hosts/isolation-of'
import type { Quarantine } from '../hosts/quarantine'
import { settlesWithin } from '../hosts/settles-within'
import { createInstance, type Inputs, type Instance } from './instance'

export interface InstanceStarterOptions {
  readonly webrtcId: string
  readonly phoneMode: boolean
  readonly clock: Clock
  /** Gives the host for an instance of this version. */
  readonly takeHost: (version: HandlerVersion, kind: HostKind) => HandlerHost
  readonly quarantine: Quarantine
  readonly inputs: () => Inputs
  /** ms on the session's clock. */
  readonly sessionTime: () => number
  readonly on: {
    report(from: Instance, report: HostReport): void
    lost(from: Instance, exit: HostExit): void
    /** It did not start, or no longer matters: somebody has to wait for its end. */
    left(closing: Promise<void>): void
    moved(version: HandlerVersion, reason: ProcessReason): void
  }
}

export interface StartRequest {
  readonly version: HandlerVersion
  /** Within which it must be ready, ms; null = what loading and opening may take each. */
  readonly limit: number | null
  /** What the version before gives it, asked for when it is ready to take it. */
  readonly carry: () => Promise<HandlerState | null>
}

/** ms for `importState`. */
const IMPORT_LIMIT = 1500
/** For an instance that nobody has spoken to yet, ms. */
const SHORT_GRACE = 300

/** Brings up instances, each where its version has to run; one that lacks an add-on in a thread is moved to a process. */
export function createInstanceStarter(options: InstanceStarterOptions) {
  const { quarantine, on, clock, webrtcId, phoneMode } = options
  let candidate: Instance | undefined

  function create(version: HandlerVersion): Instance {
    const created: Instance = createInstance({
      host: options.takeHost(version, isolationOf(version, quarantine).kind),
      version,
      webrtcId,
      phoneMode,
      clock,
      onReport: (report) => on.report(created, report),
      onLost: (exit) => on.lost(created, exit),
    })
    candidate = created
    return created
  }

  async function open(created: Instance, limit: number | null): Promise<void> {
    const opening = created.open(options.inputs, options.sessionTime)
    if (limit === null) await opening
    else if (!(await settlesWithin(opening, limit))) throw notReady(created.version, limit)
  }

  async function bringUp(created: Instance, { limit, carry }: StartRequest): Promise<void> {
    await open(created, limit)
    const state = await carry()
    if (state) await created.importState(state, IMPORT_LIMIT)
  }

  function move(version: HandlerVersion, reason: ProcessReason): boolean {
    if (version.manifest.isolation !== 'auto') return false
    if (isolationOf(version, quarantine).kind === 'process') return true
    quarantine.add(version, reason)
    on.moved(version, reason)
    return true
  }

  function moveForAddOn(instance: Instance): boolean {
    return instance.kind === 'thread' && instance.lacksAddOn() && move(instance.version, 'native')
  }

  return {
    /** Makes an instance that is ready to answer; rejects with why there is none. */
    async start(request: StartRequest): Promise<Instance> {
      for (;;) {
        const created = create(request.version)
        try {
          await bringUp(created, request)
          return created
        } catch (thrown) {
          on.left(created.close('it did not start', SHORT_GRACE))
          if (!moveForAddOn(created)) throw thrown
        } finally {
          candidate = undefined
        }
      }
    },
    /** Puts the version of an instance that lacks its add-on into a process from now on; false when that is not why, or may not be. */
    moveForAddOn,
    /** Puts a version into a process from now on; false when its author wants it in a thread. */
    move,
    /** Ends what is being started. */
    close: (reason: string): Promise<void> => candidate?.close(reason, SHORT_GRACE) ?? Promise.resolve(),
  }
}

function notReady({ version }: HandlerVersion, limit: number): SoundcheckError {
  return new SoundcheckError('timeout', `Version ${version} did not become ready within ${limit / 1000} s.`, {
    hint: 'Look for an endless loop or long work at the top level, in the constructor or in copy; move it to startUp.',
  })
}

export type InstanceStarter = ReturnType<typeof createInstanceStarter>
