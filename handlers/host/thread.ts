/** The entry of a handler thread: connects the host to the thread's ports and guards the process it runs in. */
import { readFileSync } from 'node:fs'
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { SoundcheckError } from '../../contract/errors'
import {
  HEARTBEAT,
  type HostCommand,
  type HostReport,
  type HostWorkerData,
  syncWord,
} from '../../contract/host'
import { captureConsole } from './console-capture'
import { guardProcess } from './guard'
import { Host } from './host'
import { provideKit } from './load-module'

/** An author's stack is often deeper than the ten lines that V8 keeps. */
const STACK_LINES = 50

function startThread(port: MessagePort, { sync, syncPort }: HostWorkerData): void {
  process.setSourceMapsEnabled(true)
  Error.stackTraceLimit = STACK_LINES
  const post = (report: HostReport, transfer: readonly ArrayBuffer[] = []): void =>
    port.postMessage(report, transfer)
  const syncWords = new Int32Array(sync)
  const beat = (): void => void Atomics.add(syncWords, syncWord.heartbeat, 1)
  const host = new Host({
    post,
    now: () => performance.now(),
    syncWords,
    readAsset: (name) => readFileSync(new URL(`./assets/${name}`, import.meta.url)),
    receiveSync: () => receiveMessageOnPort(syncPort as MessagePort)?.message as HostCommand | undefined,
  })
  guardProcess(process, (thrown) => host.faults.report('background', thrown))
  captureConsole(console, host.sources, post)
  provideKit()
  port.on('message', (command: HostCommand) => host.handle(command))
  beat()
  setInterval(beat, HEARTBEAT).unref()
  post({ type: 'booted' })
}

if (parentPort === null) throw new SoundcheckError('internal', 'The handler host must be started as a thread')
startThread(parentPort, workerData as HostWorkerData)
