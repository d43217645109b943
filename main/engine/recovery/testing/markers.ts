import type { ProcessIdentity, ProcessSystem } from '../process-identity'
import type { RunningMarker, RunningSession } from '../running-marker'

const thisBoot = { boot: 'this', bootedAt: 0 }

/** A system on which this process and those in `others` run, by their starts. */
export function systemOf(
  self: Partial<ProcessIdentity> & Pick<ProcessIdentity, 'pid' | 'started'>,
  others: { readonly [pid: number]: string | null } = {},
): ProcessSystem {
  return {
    self: { ...thisBoot, ...self },
    isAlive: (pid) => pid === self.pid || pid in others,
    startOf: (pid) => (pid === self.pid ? self.started : (others[pid] ?? null)),
  }
}

export function runningSession(id: string, more: Partial<RunningSession> = {}): RunningSession {
  const plain = {
    handlerId: 'echo.ts',
    handlerVersion: 1,
    isolation: 'thread',
    client: { door: 'window', webrtcId: id, address: null },
    openedAt: 5,
  } as const
  return { id, ...plain, ...more }
}

export function markerOf(
  process: Partial<ProcessIdentity> & Pick<ProcessIdentity, 'pid' | 'started'>,
  more: Partial<RunningMarker> = {},
): RunningMarker {
  return {
    process: { ...thisBoot, ...process },
    startedAt: 0,
    aliveAt: 1000,
    versions: { app: '1.0.0', electron: null, chromium: null, node: '20', os: 'linux 6', arch: 'x64' },
    folder: '/home/anna/handlers',
    memory: { freeBytes: 1, totalBytes: 2, usedBytes: 1 },
    sessions: [],
    threads: [],
    cutOff: [],
    death: null,
    ...more,
  }
}
