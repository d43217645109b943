import type { HandlerMethod } from '../../../contract/host'
import { type Complaint, seconds } from './complaint'
import type { Started } from './resource-watch'

/** A timer that fires within this time, ms, and is not started again ends by itself. */
const ENDS_SOON = 2000

const names: { readonly [type: string]: string } = {
  Immediate: 'A chain of setImmediate',
  TCPWRAP: 'A connection',
  TCPSERVERWRAP: 'A server',
  PIPEWRAP: 'A pipe',
  PIPESERVERWRAP: 'A server',
  UDPWRAP: 'A UDP socket',
  PROCESSWRAP: 'A child process',
  FSEVENTWRAP: 'A file watcher',
  STATWATCHER: 'A file watcher',
  WORKER: 'A worker thread',
}

/** Whether `started`, which is running at `at`, will go on. `shutDownAt`: since when nothing should be started any more. */
export function goesOn(started: Started, shutDownAt: number, at: number): boolean {
  if (started.type !== 'Timeout' || started.repeats || started.at >= shutDownAt) return true
  return started.at + (started.delay ?? 0) - at > ENDS_SOON
}

/** What to say of something that goes on after `shutdown`. */
export function describeStarted({ type, delay, repeats }: Started): Complaint {
  if (type !== 'Timeout') {
    return {
      message: `${names[type] ?? 'Something'} goes on after shutdown`,
      hint: 'Close it in shutdown(), or when this.signal is aborted.',
    }
  }
  const ms = Math.round(delay ?? 0)
  const time = ms < 1000 ? `${ms} ms` : seconds(ms)
  return repeats
    ? {
        message: `An interval of ${time} goes on after shutdown`,
        hint: 'Call clearInterval in shutdown(), or use this.loop.callLater(), which ends with the session.',
      }
    : {
        message: `A timer of ${time} goes on after shutdown`,
        hint: 'Call clearTimeout in shutdown(), or use this.loop.callLater(), which ends with the session.',
      }
}

/** What to say of a call that is not over after `shutdown`. */
export function describePending(method: HandlerMethod): Complaint {
  return {
    message: `${method} goes on after shutdown: its promise is still pending`,
    hint: 'Give this.signal to what it waits for, or close that in shutdown().',
  }
}
