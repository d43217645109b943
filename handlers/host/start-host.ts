import { readFileSync } from 'node:fs'
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import {
  HEARTBEAT,
  type HostCommand,
  type HostReport,
  type HostWorkerData,
  syncWord,
} from '../../contract/host'
import { captureConsole } from './console-capture'
import { Host } from './host'
import { provideKit } from './load-module'

/** An author's stack is often deeper than the ten lines that V8 keeps. */
const STACK_LINES = 50

export interface HostStart extends HostWorkerData {
  /** Where `assets` lies: the URL of the program that was started. */
  readonly script: string
  readonly post: (report: HostReport, transfer?: readonly ArrayBuffer[]) => void
}

/** Makes the host of this thread or process; what brings it commands is the caller's, and so is the guard. */
export function startHost({ sync, syncPort, script, post }: HostStart): Host {
  process.setSourceMapsEnabled(true)
  Error.stackTraceLimit = STACK_LINES
  const syncWords = new Int32Array(sync)
  const host = new Host({
    post,
    now: () => performance.now(),
    realNow: performance.now.bind(performance),
    syncWords,
    readAsset: (name) => readFileSync(new URL(`./assets/${name}`, script)),
    receiveSync: () => receiveMessageOnPort(syncPort as MessagePort)?.message as HostCommand | undefined,
  })
  captureConsole(console, host.sources, post)
  provideKit()
  const beat = (): void => void Atomics.add(syncWords, syncWord.heartbeat, 1)
  beat()
  setInterval(beat, HEARTBEAT).unref()
  return host
}
