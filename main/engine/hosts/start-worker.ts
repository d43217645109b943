import { Worker } from 'node:worker_threads'
import type { HostWorkerData, VirtualTimeStart } from '../../../contract/host'
import type { SyncLine } from './sync-line'

/** @param heapLimitMb plain Node ends the thread above it, Electron does not. */
export function startWorker(
  hostScript: string,
  heapLimitMb: number,
  line: SyncLine,
  virtualTime?: VirtualTimeStart,
): Worker {
  const workerData: HostWorkerData = {
    sync: line.sync,
    syncPort: line.hostPort,
    ...(virtualTime ? { virtualTime } : {}),
  }
  return new Worker(hostScript, {
    name: 'handler',
    workerData,
    transferList: [line.hostPort],
    env: { ...process.env },
    execArgv: [
      // Node 20 has the global WebSocket behind a switch only; later versions simply have it.
      '--experimental-websocket',
      // Passed on to the threads that a handler starts, whatever it says: a native add-on that runs in one when the handler
      // is ended would abort the whole program.
      '--no-addons',
    ],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapLimitMb, maxYoungGenerationSizeMb: 64 },
  })
}
