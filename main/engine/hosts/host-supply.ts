import type { HostKind } from '../../../contract/host-link'
import type { HostLimits } from '../../../contract/limits'
import type { ForkProcess } from './fork-process'
import type { HandlerHost } from './handler-host'
import { createHandlerProcess } from './handler-process'
import { createHandlerThread } from './handler-thread'
import { createSparePool, type SparePool } from './spare-pool'

/** Where handler hosts come from: threads and processes, one of each kept warm as far as they are used. */
export interface HostSupply {
  /** The taker closes it. */
  take(kind: HostKind): HandlerHost
  /** For hosts that run and those to come. */
  setLimits(limits: HostLimits): void
  close(): Promise<void>
}

export interface HostSupplyOptions {
  /** The compiled host program for threads. */
  readonly hostScript: string
  readonly fork: ForkProcess
  readonly limits: HostLimits
  readonly log?: (line: string) => void
  /** Processes that are kept warm once the first was taken; each holds some 60 MB. */
  readonly spareProcesses?: number
}

/** Most users never need a process: the first one that does waits the 300 ms that it takes to start. */
export function createHostSupply(options: HostSupplyOptions): HostSupply {
  const { hostScript, fork, log, spareProcesses = 1 } = options
  const logged = log ? { log } : {}
  const living = new Set<HandlerHost>()
  let limits = options.limits
  let processes: SparePool | undefined

  function watched(host: HandlerHost): HandlerHost {
    living.add(host)
    host.onExit(() => living.delete(host))
    return host
  }

  const threads = createSparePool({
    createHost: () => watched(createHandlerThread({ hostScript, limits })),
    ...logged,
  })

  function takeProcess(): HandlerHost {
    processes ??= createSparePool({
      createHost: () => watched(createHandlerProcess({ fork, limits })),
      kind: 'process',
      size: spareProcesses,
      ...logged,
    })
    return processes.take()
  }

  return {
    take: (kind) => (kind === 'thread' ? threads.take() : takeProcess()),
    setLimits(next) {
      const isHeapChanged = next.heapLimitMb !== limits.heapLimitMb
      limits = next
      for (const host of living) host.setLimits(limits)
      // The runtime's own limit is for ever that with which they were started.
      if (isHeapChanged) for (const pool of [threads, processes]) pool?.renew()
    },
    async close() {
      await Promise.all([threads.close(), processes?.close()])
    },
  }
}
