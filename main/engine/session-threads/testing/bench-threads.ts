import type { Worker } from 'node:worker_threads'
import { buildHostBundle } from '../../../../handlers/host/testing/build-host-bundle'
import { createNodeFork } from '../../hosts/node-fork'
import type { QuarantinedVersion } from '../../hosts/quarantine'
import { startSessionWorker } from '../session-thread'
import { createSessionThreads, type SessionThreadsOptions } from '../session-threads'
import { buildSessionThread } from './build-session-thread'
import { busyEngine } from './busy-engine'

type Given = Pick<SessionThreadsOptions, 'clock' | 'limits' | 'quarantine' | 'pathTimes'>

/** Real session threads, to which all sessions go unless `more` says otherwise. */
export async function startBenchThreads(given: Given, more: Partial<SessionThreadsOptions> = {}) {
  const startWorker = startSessionWorker(await buildSessionThread())
  const workers: Worker[] = []
  const running: QuarantinedVersion[] = []
  const lines: string[] = []
  const threads = createSessionThreads({
    hostScript: await buildHostBundle(),
    fork: createNodeFork(await buildHostBundle('process')),
    log: (line) => void lines.push(line),
    noteThread(code) {
      running.push(code)
      return () => void running.splice(running.indexOf(code), 1)
    },
    startWorker(start) {
      const worker = startWorker(start)
      workers.push(worker)
      return worker
    },
    ...busyEngine,
    ...given,
    ...more,
  })
  return {
    threads,
    /** Every one that was started, in their order. */
    workers,
    /** What runs in handler threads of theirs. */
    running,
    lines,
  }
}

export type BenchThreads = Awaited<ReturnType<typeof startBenchThreads>>
