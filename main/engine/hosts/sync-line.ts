import { MessageChannel, type MessagePort } from 'node:worker_threads'
import {
  type HandlerMethod,
  type HostCommand,
  handlerMethods,
  SYNC_BYTES,
  syncWord,
} from '../../../contract/host'

/** Blocks of audio, pictures and messages. */
export interface FrameCounts {
  readonly audio: number
  readonly video: number
  readonly messages: number
}

/** Memory shared with the host, and the way to a handler that blocks: see `HostWorkerData` in contract/host.ts. */
export interface SyncLine {
  readonly sync: SharedArrayBuffer
  /** The host's end; to be transferred to it. */
  readonly hostPort: MessagePort
  /** Sends a command a second time and wakes the host for it. */
  repeat(command: HostCommand): void
  acknowledge(slot: number): void
  /** What the host took off its port so far; wraps at 32 bits. */
  taken(): FrameCounts
  /** `count` audio reports were taken. */
  noteEmittedTaken(count: number): void
  /** How often the host has said that it is alive. */
  beats(): number
  /** The author's method that the host is in just now. */
  calling(): HandlerMethod | null
  close(): void
}

export function createSyncLine(): SyncLine {
  const sync = new SharedArrayBuffer(SYNC_BYTES)
  const words = new Int32Array(sync)
  const { port1, port2 } = new MessageChannel()
  port1.unref()
  const wake = () => {
    Atomics.add(words, syncWord.signal, 1)
    Atomics.notify(words, syncWord.signal)
  }
  return {
    sync,
    hostPort: port2,
    repeat(command) {
      port1.postMessage(command)
      wake()
    },
    acknowledge(slot) {
      Atomics.store(words, syncWord.acknowledged, slot)
      wake()
    },
    taken: () => ({
      audio: Atomics.load(words, syncWord.audioTaken),
      video: Atomics.load(words, syncWord.videoTaken),
      messages: Atomics.load(words, syncWord.messagesTaken),
    }),
    noteEmittedTaken: (count) => void Atomics.add(words, syncWord.emittedTaken, count),
    beats: () => Atomics.load(words, syncWord.heartbeat),
    calling: () => handlerMethods[Atomics.load(words, syncWord.calling) - 1] ?? null,
    close: () => port1.close(),
  }
}
