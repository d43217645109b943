/** An engine thread as the app has one, in which every session from outside goes to a session thread. */
import { parentPort, workerData } from 'node:worker_threads'
import type { EngineOptions, FromEngine, ToEngine } from '../../../../contract/engine'
import { replyOf } from '../../../../contract/errors'
import { createEngine } from '../../engine'
import { createShellFork } from '../../shell-fork'
import { busyEngine } from './busy-engine'

const post = (message: FromEngine): void => parentPort?.postMessage(message)
const shell = createShellFork(post)
const engine = createEngine(workerData as EngineOptions, () => undefined, shell.fork, {
  sessionThreads: busyEngine,
})

async function take(message: ToEngine): Promise<void> {
  if (message.type === 'request') {
    const { id, name, params } = message
    post({ type: 'reply', id, reply: await replyOf(() => engine.request(name, params)) })
  } else if (message.type === 'stop') {
    await engine.stop()
    parentPort?.close()
  } else shell.take(message)
}

parentPort?.on('message', (message: ToEngine) => void take(message))
void engine.start().then(() => post({ type: 'ready' }))
