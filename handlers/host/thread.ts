/** The entry of a handler thread: connects the host to the thread's ports and guards the process it runs in. */
import inspector from 'node:inspector'
import { syncBuiltinESMExports } from 'node:module'
import v8 from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { SoundcheckError } from '../../contract/errors'
import type { HostCommand, HostReport, HostWorkerData } from '../../contract/host'
import { guardThread } from './guard'
import { startHost } from './start-host'

const port = parentPort
if (port === null) throw new SoundcheckError('internal', 'The handler host must be started as a thread')
const post = (report: HostReport, transfer: readonly ArrayBuffer[] = []): void =>
  port.postMessage(report, transfer)
const host = startHost({ ...(workerData as HostWorkerData), script: import.meta.url, post })
guardThread(
  { process, v8, inspector },
  {
    fault: (thrown) => host.faults.report('background', thrown),
    nativeRefused: (file) => post({ type: 'native-refused', file }),
  },
)
// What ES modules import of these by name is a copy.
syncBuiltinESMExports()
port.on('message', (command: HostCommand) => host.handle(command))
post({ type: 'booted' })
