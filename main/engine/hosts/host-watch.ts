import type { WireError } from '../../../contract/errors'
import { type HandlerMethod, HEARTBEAT, type HostCounters } from '../../../contract/host'

/** What the watch sees of a host without asking it: it may be unable to answer. */
export interface WatchedHost {
  /** Heartbeats so far; one that has never beaten is still booting and is not watched. */
  beats(): number
  /** The author's method that the host is in, if it is in one. */
  calling(): HandlerMethod | null
  /** Memory of the whole process, bytes. */
  processBytes(): number
}

export interface HostWatchOptions {
  readonly host: WatchedHost
  readonly heapLimitMb: number
  /** ms without a heartbeat after which the author is told. */
  readonly tellAfter?: number
  /** ms without a heartbeat after which the host is given up. */
  readonly endAfter?: number
  readonly on: {
    /** The handler blocks its thread, but may still come to an end. */
    blocked(method: HandlerMethod | null, error: WireError): void
    /** The host must be ended; called once. */
    lost(error: WireError): void
  }
}

/** What a blocked handler may add to the process's memory before it is ended: in Electron all threads share one heap. */
const BLOCKED_GROWTH_MB = 512
/** Buffers outside of the JS heap: frames, models; beyond this the machine itself suffers. */
const EXTERNAL_LIMIT_MB = 2048
const MB = 1024 * 1024

function subject(method: HandlerMethod | null): string {
  return method === null ? 'The handler' : `${method}()`
}

function blockedError(method: HandlerMethod | null, ms: number): WireError {
  return {
    code: 'timeout',
    message: `${subject(method)} has blocked its thread for ${ms / 1000} s: nothing gets in or out.`,
    hint: 'Look for an endless loop or long work without an await; a loop must await something real each time round.',
  }
}

function hungError(method: HandlerMethod | null, ms: number): WireError {
  return {
    code: 'timeout',
    message: `${subject(method)} did not return within ${ms / 1000} s, so its thread was ended.`,
    hint: 'Look for an endless loop; move long work to a Worker of your own.',
  }
}

function memoryError(what: string, megabytes: number): WireError {
  return {
    code: 'limit',
    message: `The handler used more than ${megabytes} MB of ${what}, so its thread was ended.`,
    hint: 'Look for a list, a map or a buffer that grows with every frame.',
  }
}

/**
 * Looks after one host from outside: Electron enforces no heap limit, and a blocked thread says nothing of itself. It
 * counts its own looks rather than time, so that a machine that slept blames nobody.
 */
export function createHostWatch(options: HostWatchOptions) {
  const { host, heapLimitMb, on, tellAfter = 2000, endAfter = 10_000 } = options
  let beats = 0
  let bytesAtBeat = 0
  let missed = 0
  let ended = false
  const timer = setInterval(look, HEARTBEAT)
  timer.unref()

  function end(error: WireError): void {
    if (ended) return
    close()
    on.lost(error)
  }

  function close(): void {
    ended = true
    clearInterval(timer)
  }

  function look(): void {
    const now = host.beats()
    if (now === 0) return
    if (now !== beats) {
      beats = now
      missed = 0
      bytesAtBeat = 0
      return
    }
    missed += 1
    bytesAtBeat ||= host.processBytes()
    const silent = missed * HEARTBEAT
    if (host.processBytes() - bytesAtBeat > BLOCKED_GROWTH_MB * MB)
      end(memoryError('memory in one call', BLOCKED_GROWTH_MB))
    else if (silent >= endAfter) end(hungError(host.calling(), endAfter))
    else if (silent === tellAfter) on.blocked(host.calling(), blockedError(host.calling(), tellAfter))
  }

  return {
    /** What the host says of itself. */
    note({ heapBytes, externalBytes }: HostCounters): void {
      if (heapBytes > heapLimitMb * MB) end(memoryError('memory', heapLimitMb))
      else if (externalBytes > EXTERNAL_LIMIT_MB * MB) end(memoryError('buffers', EXTERNAL_LIMIT_MB))
    },
    close,
  }
}
