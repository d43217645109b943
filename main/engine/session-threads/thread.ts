/** A session thread: the thin edge between its port and {@link createServedSessions}. */
import { parentPort, workerData } from 'node:worker_threads'
import { monotonicClock } from '../clock'
import { surviveErrors } from '../survive-errors'
import type { FromSessionThread, SessionThreadStart, ToSessionThread } from './messages'
import { createOutbox } from './outbox'
import { createServedSessions } from './served-sessions'
import { createSharedClock } from './shared-clock'
import { packTold, type ToldRow } from './told-rows'

const port = parentPort
if (!port) throw new Error('the session thread was started without a parent')

const log = (line: string): void => console.error(`soundcheck: ${line}`)
surviveErrors(process, log)

const { clockZero, ...start } = workerData as SessionThreadStart
const served = createServedSessions({
  ...start,
  clock: createSharedClock(clockZero, monotonicClock),
  outbox: createOutbox<FromSessionThread | ToldRow>(monotonicClock, (batch) => {
    const { messages, transfer } = packTold(batch)
    port.postMessage(messages, transfer)
  }),
  log,
})

async function stop(): Promise<void> {
  await served.stop()
  port?.close()
}

port.on('message', (message: ToSessionThread) => {
  if (message.type === 'stop') void stop()
  else served.take(message)
})
