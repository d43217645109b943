/** The entry of a handler process, and of the link thread in it. */
import { isMainThread, workerData } from 'node:worker_threads'
import type { HostProcessStart } from '../../contract/host-link'

// The link thread has no use for the host and the kit.
if (isMainThread) {
  const { startProcess } = await import('./link/start-process')
  startProcess(import.meta.url, JSON.parse(process.argv.pop() ?? '') as HostProcessStart)
} else {
  const { startLink } = await import('./link/link-thread')
  startLink(workerData)
}
