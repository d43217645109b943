import type { MessagePort } from 'node:worker_threads'
import type { HostReport } from '../../../contract/host'
import type { HostProcessStart } from '../../../contract/host-link'

/** What the main thread of a handler process starts its link thread with. */
export interface LinkData {
  readonly start: HostProcessStart
  /** See `HostWorkerData.sync`. */
  readonly sync: SharedArrayBuffer
  /** See report-window.ts. */
  readonly flow: SharedArrayBuffer
  /** Commands go out here, and {@link Posted} comes in. */
  readonly commands: MessagePort
  /** The other end of `HostWorkerData.syncPort`. */
  readonly syncPort: MessagePort
}

/** Main thread -> link thread. `bytes` of the report window are given back when it is written. */
export type Posted =
  | { readonly type: 'report'; readonly report: HostReport; readonly bytes: number }
  | { readonly type: 'exiting'; readonly code: number; readonly bytes: number }
