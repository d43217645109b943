/** One export or import in a thread of its own: what it reads, decodes and packs holds up no sound. It ends by itself. */
import { parentPort, workerData } from 'node:worker_threads'
import { toWireError } from '../../../contract/errors'
import { surviveErrors } from '../survive-errors'
import { createExportJob } from './export-job'
import { type ExportTask, type FromExportThread, runTask, type ToExportThread } from './export-task'
import { limitRate } from './limit-rate'

const port = parentPort
if (!port) throw new Error('the export thread was started without a parent')

surviveErrors(process, (line) => console.error(`soundcheck: an export: ${line}`))

const post = (message: FromExportThread): void => port.postMessage(message)
let isCancelled = false
port.on('message', (message: ToExportThread) => {
  isCancelled ||= message === 'cancel'
})

const job = createExportJob({
  isCancelled: () => isCancelled,
  onProgress: limitRate((share) => post({ type: 'progress', share }), performance.now.bind(performance)),
})

try {
  post({ type: 'done', value: await runTask(workerData as ExportTask, job) })
} catch (thrown) {
  post({ type: 'failed', error: toWireError(thrown) })
}
port.close()
