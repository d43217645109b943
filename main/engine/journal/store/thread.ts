/** The store of all journals in a thread of its own: what it writes and searches holds up no sound. */
import { parentPort, workerData } from 'node:worker_threads'
import { surviveErrors } from '../../survive-errors'
import type { StoreStart, ToStore } from './messages'
import { createServedStore } from './served-store'

const port = parentPort
if (!port) throw new Error('the journal thread was started without a parent')

surviveErrors(process, (line) => console.error(`soundcheck: the journal: ${line}`))

const take = createServedStore(workerData as StoreStart, (message) => port.postMessage(message))

port.on('message', (message: ToStore) => {
  take(message)
  if (message.type === 'stop') port.close()
})
