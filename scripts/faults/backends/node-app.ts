/** What the shell is under Electron, in the least: a process that starts the engine thread and passes on what is said. */
import { Worker } from 'node:worker_threads'
import type { EngineOptions, FromEngine, ToEngine } from '../../../contract/engine'

export interface NodeAppStart {
  /** The compiled engine thread. */
  readonly script: string
  readonly engine: EngineOptions
}

const { script, engine } = JSON.parse(process.argv[2] ?? '{}') as NodeAppStart
const worker = new Worker(script, { workerData: engine, name: 'engine' })

worker.on('message', (message: FromEngine) => {
  if (process.connected) process.send?.(message)
})
worker.on('error', (error) => console.error(`the engine thread failed: ${error.stack ?? error.message}`))
worker.on('exit', (code) => process.exit(code))
process.on('message', (message: ToEngine) => worker.postMessage(message))
// The runner is gone: nobody would stop this.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
