/** The entry of a handler thread: connects the host to the thread's ports and guards the process it runs in. */
import inspector from 'node:inspector'
import { syncBuiltinESMExports } from 'node:module'
import v8 from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { SoundcheckError } from '../../contract/errors'
import type { HostCommand, HostReport, HostWorkerData } from '../../contract/host'
import { guardThread } from './guard'
import { startHost } from './start-host'
import { VirtualTime } from './virtual-time/virtual-time'

const port = parentPort
if (port === null) throw new SoundcheckError('internal', 'The handler host must be started as a thread')
const post = (report: HostReport, transfer: readonly ArrayBuffer[] = []): void =>
  port.postMessage(report, transfer)
const data = workerData as HostWorkerData
const time = data.virtualTime ? new VirtualTime({ ...data.virtualTime, sync: data.sync, post }) : null
const host = startHost({ ...data, script: import.meta.url, post: time?.post ?? post })
guardThread(
  { process, v8, inspector },
  {
    fault: (thrown) => host.faults.report('background', thrown),
    nativeRefused: (file) => post({ type: 'native-refused', file }),
  },
)
port.on('message', (command: HostCommand) => time?.handle(command) || host.handle(command))
// Now that the port is open: what opens from here on is the author's.
time?.install()
// What ES modules import of these by name is a copy.
syncBuiltinESMExports()
post({ type: 'booted' })
