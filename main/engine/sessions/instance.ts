import type { WireError } from '../../../contract/errors'
import type { HandlerState, HostCommand, HostReport } from '../../../contract/host'
import type { HostKind } from '../../../contract/host-link'
import type { JsonValue } from '../../../contract/json'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { HandlerHost, HostExit } from '../hosts/handler-host'
import { exportState, importState, loadHandler, openHandler } from '../hosts/host-calls'
import type { FrameCounts } from '../hosts/sync-line'

/** Values by name. */
export type Inputs = { readonly [name: string]: JsonValue }

export interface InstanceOptions {
  readonly host: HandlerHost
  readonly version: HandlerVersion
  readonly webrtcId: string
  readonly phoneMode: boolean
  readonly clock: Clock
  readonly onReport: (report: HostReport) => void
  /** The host ended although nobody asked it to close. */
  readonly onLost: (exit: HostExit) => void
}

/** A little more than the 2 s that the host gives the author's `shutdown`, ms. */
const CLOSE_GRACE = 2500
/** What fails so soon after a native add-on was refused fails because of that, ms. */
const REFUSAL_MATTERS = 5000

/** One handler instance in its host: a version of the author's code at work for one session. */
export interface Instance {
  readonly version: HandlerVersion
  readonly kind: HostKind
  /** Loads the code and makes the instance with `copy()`; rejects with what the author did wrong. Loading takes a while, so
   * inputs and time are asked for after it. */
  open(inputs: () => Inputs, sessionTime: () => number): Promise<void>
  /** The inputs that it was opened with. */
  openedWith(): Inputs | null
  /** It stands still from then on, until it is told to resume. */
  exportState(limit: number): Promise<HandlerState | null>
  importState(state: HandlerState, limit: number): Promise<void>
  post(command: HostCommand, transfer?: readonly ArrayBuffer[]): void
  acknowledge(slot: number): void
  /** Blocks of audio and pictures that were posted but not yet taken by the host. */
  inFlight(): FrameCounts
  /** A native add-on was refused so recently that what fails now most likely fails for want of it. */
  lacksAddOn(): boolean
  extendLimit(): void
  /** Ends its host at once; `onLost` tells of `error`. */
  stop(error: WireError): void
  close(reason: string, graceMs?: number): Promise<void>
}

export function createInstance(options: InstanceOptions): Instance {
  const { host, version, clock } = options
  let refusedAt = Number.NEGATIVE_INFINITY
  let given: Inputs | null = null
  let closing: Promise<void> | undefined
  const stopReports = host.onReport((report) => {
    if (report.type === 'native-refused') refusedAt = clock.now()
    options.onReport(report)
    if (report.type === 'audio') host.noteEmittedTaken(1)
  })
  const stopExit = host.onExit((exit) => {
    if (!exit.expected && !closing) options.onLost(exit)
  })

  return {
    version,
    kind: host.kind,
    async open(inputs, sessionTime) {
      await loadHandler(host, { file: version.file, code: version.code })
      given = inputs()
      const { webrtcId, phoneMode } = options
      await openHandler(host, { webrtcId, inputs: given, phoneMode, sessionTime: sessionTime() })
    },
    openedWith: () => given,
    exportState: (limit) => exportState(host, limit),
    importState: (state, limit) => importState(host, state, limit),
    post: (command, transfer) => host.post(command, transfer),
    acknowledge: (slot) => host.acknowledge(slot),
    inFlight: () => host.inFlight(),
    lacksAddOn: () => clock.now() - refusedAt < REFUSAL_MATTERS,
    extendLimit: () => host.extendLimit(),
    stop: (error) => host.abort(error),
    close(reason, graceMs = CLOSE_GRACE) {
      closing ??= host.close(reason, graceMs).finally(() => {
        stopReports()
        stopExit()
      })
      return closing
    },
  }
}
