/** The engine in a thread of its own: the thin edge between its port and {@link createEngine}. */
import { parentPort, workerData } from 'node:worker_threads'
import type { EngineOptions, FromEngine, ToEngine } from '../../contract/engine'
import { replyOf } from '../../contract/errors'
import { parseParams } from '../../contract/ipc'
import { createEngine } from './engine'
import { createShellFork } from './shell-fork'
import { surviveErrors } from './survive-errors'

const port = parentPort
if (!port) throw new Error('the engine thread was started without a parent')
const post = (message: FromEngine): void => port.postMessage(message)

surviveErrors(process, (line) => console.error(`soundcheck: ${line}`))

const options = workerData as EngineOptions
const shell = createShellFork(post)
const engine = createEngine(
  options,
  (name, payload) => post({ type: 'event', name, payload } as FromEngine),
  options.processesBy === 'shell' ? shell.fork : undefined,
)

async function answer(message: Extract<ToEngine, { type: 'request' }>): Promise<void> {
  const reply = await replyOf(() => engine.request(message.name, parseParams(message.name, message.params)))
  post({ type: 'reply', id: message.id, reply })
}

async function stop(): Promise<void> {
  await engine.stop()
  post({ type: 'stopped' })
  port?.close()
}

port.on('message', (message: ToEngine) => {
  if (message.type === 'request') void answer(message)
  else if (message.type === 'stop') void stop()
  else shell.take(message)
})

void engine.start().finally(() => post({ type: 'ready' }))
