import type { WireError } from '../../../contract/errors'
import type { HostCommand, HostReport } from '../../../contract/host'
import type { JsonValue } from '../../../contract/json'
import type { HandlerVersion } from '../handler-version'
import type { HandlerHost } from '../hosts/handler-host'
import { loadHandler, openHandler } from '../hosts/host-calls'

export interface InstanceOptions {
  readonly host: HandlerHost
  readonly version: HandlerVersion
  readonly webrtcId: string
  readonly onReport: (report: HostReport) => void
  /** The host ended although nobody asked it to. */
  readonly onLost: (error: WireError | null) => void
}

/** A little more than the 2 s that the host gives the author's `shutdown`, ms. */
const CLOSE_GRACE = 2500

/** One handler instance in its host: a version of the author's code at work for one session. */
export interface Instance {
  readonly version: HandlerVersion
  /** Loads the code and makes the instance with `copy()`; rejects with what the author did wrong. Loading takes a while, so the
   * time is asked for after it. */
  open(inputs: { readonly [name: string]: JsonValue }, sessionTime: () => number): Promise<void>
  post(command: HostCommand, transfer?: readonly ArrayBuffer[]): void
  acknowledge(slot: number): void
  /** Blocks of audio and pictures that were posted but not yet taken by the host. */
  inFlight(): { readonly audio: number; readonly video: number }
  close(reason: string): Promise<void>
}

export function createInstance(options: InstanceOptions): Instance {
  const { host, version } = options
  let closing: Promise<void> | undefined
  const stopReports = host.onReport(options.onReport)
  const stopExit = host.onExit((exit) => {
    if (!exit.expected && !closing) options.onLost(exit.error)
  })

  return {
    version,
    async open(inputs, sessionTime) {
      await loadHandler(host, { file: version.file, code: version.code })
      await openHandler(host, {
        webrtcId: options.webrtcId,
        inputs,
        phoneMode: false,
        sessionTime: sessionTime(),
      })
    },
    post: (command, transfer) => host.post(command, transfer),
    acknowledge: (slot) => host.acknowledge(slot),
    inFlight: () => host.inFlight(),
    close(reason) {
      closing ??= host.close(reason, CLOSE_GRACE).finally(() => {
        stopReports()
        stopExit()
      })
      return closing
    },
  }
}
