import { fromWireError, type SoundcheckError, type WireError } from '../../contract/errors'
import type { HostCommand, HostReport } from '../../contract/host'
import type { HostLimits } from '../../contract/limits'
import { createHandlerThread } from '../../main/engine/hosts/handler-thread'
import { loadHandler } from '../../main/engine/hosts/host-calls'

export interface VirtualHostOptions {
  readonly hostScript: string
  readonly file: string
  readonly code: string
  readonly seed: number
  readonly limits: HostLimits
}

/** Where `Date` begins in every run: 2026-01-01. */
const EPOCH = Date.UTC(2026, 0, 1)

const nativeHint =
  'It cannot be put on a virtual clock. Say --speed realtime: then it runs in a process of its own, as in a call.'

/** A handler in a thread whose clock goes as far as it is told to. */
export async function startVirtualHost({ hostScript, file, code, seed, limits }: VirtualHostOptions) {
  const host = createHandlerThread({ hostScript, limits, virtualTime: { epoch: EPOCH, seed } })
  let listener: (report: HostReport) => void = () => undefined
  let wantsNative = false
  let lost: WireError | null = null
  let arrived: (() => void) | null = null
  let wake = (): void => undefined
  const ended = new Promise<void>((resolve) => {
    host.onExit(({ error }) => {
      lost = error
      resolve()
      wake()
    })
  })

  host.onReport((report) => {
    if (report.type === 'native-refused') wantsNative = true
    listener(report)
    if (report.type === 'advanced') arrived?.()
  })

  function explained(error: WireError): SoundcheckError {
    return fromWireError(wantsNative ? { ...error, code: 'handler', hint: nativeHint } : error)
  }

  async function load() {
    try {
      return (await loadHandler(host, { file, code })).manifest
    } catch (thrown) {
      await host.close('it did not load', 0)
      throw wantsNative ? explained(thrown as SoundcheckError) : thrown
    }
  }

  return {
    manifest: await load(),
    host,
    onReport(next: (report: HostReport) => void): void {
      listener = next
    },
    post: (command: HostCommand, transfer?: readonly ArrayBuffer[]): void => host.post(command, transfer),
    /** Lets its clock go on until `to`. Rejects with why it ended, if it did. */
    async advance(to: number): Promise<void> {
      await new Promise<void>((resolve) => {
        arrived = wake = resolve
        if (lost) resolve()
        host.post({ type: 'advance', to })
      })
      if (lost) throw explained(lost)
    },
    async close(): Promise<void> {
      await host.close('the run is over', 0)
      await ended
    },
  }
}

export type VirtualHost = Awaited<ReturnType<typeof startVirtualHost>>
