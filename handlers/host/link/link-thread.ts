/** The link thread of a handler process: all that passes between the engine's pipe and the host on the main thread. */
import { writeSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { HEARTBEAT, type HostCommand, syncWord } from '../../../contract/host'
import type { FromLink, ToLink } from '../../../contract/host-link'
import { encodeFrame, FrameReader, type ReadFrame, writeFrame } from './frames'
import type { LinkData, Posted } from './link-data'
import { locateMain } from './locate-main'
import { giveBack } from './report-window'

/** While something is in flight to the host, this often is looked whether it was taken, ms. */
const LOOK_EVERY = 4

const inFlightWords = [syncWord.audioTaken, syncWord.videoTaken, syncWord.messagesTaken] as const
const counted = { audio: 0, video: 1, message: 2 } as const

class Link {
  readonly #data: LinkData
  readonly #words: Int32Array<SharedArrayBuffer>
  readonly #socket: Socket
  /** By the order of `inFlightWords`. */
  readonly #posted = [0, 0, 0]
  #told = [0, 0, 0]
  #looking: NodeJS.Timeout | undefined

  constructor(data: LinkData) {
    this.#data = data
    this.#words = new Int32Array(data.sync)
    this.#socket = connect(data.start.pipe)
    const reader = new FrameReader((frame) => this.#take(frame))
    this.#socket.on('data', (chunk: Buffer) => reader.push(chunk))
    this.#socket.on('connect', () => this.#connected())
    // Without an engine nobody would ever end this process, and its main thread may be deaf to everything.
    this.#socket.on('error', endProcess)
    this.#socket.on('close', endProcess)
  }

  #connected(): void {
    this.#send({ type: 'hello', token: this.#data.start.token, pid: process.pid })
    this.#data.commands.on('message', (posted: Posted) => this.#pass(posted))
    setInterval(() => this.#tellVitals(), HEARTBEAT)
  }

  #send(message: FromLink, written?: () => void): void {
    writeFrame(
      this.#socket,
      encodeFrame(message, () => true),
      written,
    )
  }

  #pass(posted: Posted): void {
    const done = () => giveBack(this.#data.flow, posted.bytes)
    if (posted.type === 'report') this.#send({ type: 'report', report: posted.report }, done)
    else this.#send({ type: 'exiting', code: posted.code }, done)
  }

  #take({ message, buffers }: ReadFrame): void {
    const command = message as ToLink
    if (command.type === 'command') this.#command(command.command, buffers)
    else if (command.type === 'acknowledge') {
      Atomics.store(this.#words, syncWord.acknowledged, command.slot)
      this.#wake()
    } else if (command.type === 'emitted-taken') {
      Atomics.add(this.#words, syncWord.emittedTaken, command.count)
    } else void locateMain().then((frames) => this.#send({ type: 'located', frames }))
  }

  #command(command: HostCommand, buffers: ArrayBuffer[]): void {
    this.#data.commands.postMessage(command, buffers)
    if (command.type === 'inputs' || command.type === 'close') {
      this.#data.syncPort.postMessage(command)
      this.#wake()
    }
    // What it is doing at its end: a handler that does not end is named by that.
    if (command.type === 'close') this.#tellVitals()
    if (command.type !== 'audio' && command.type !== 'video' && command.type !== 'message') return
    const kind = counted[command.type]
    this.#posted[kind] = ((this.#posted[kind] ?? 0) + 1) | 0
    this.#looking ??= setTimeout(() => this.#look(), LOOK_EVERY)
  }

  #wake(): void {
    Atomics.add(this.#words, syncWord.signal, 1)
    Atomics.notify(this.#words, syncWord.signal)
  }

  /** The host says in shared memory what it has taken; the engine holds frames back until it hears of it. */
  #look(): void {
    const taken = inFlightWords.map((word) => Atomics.load(this.#words, word))
    if (taken.some((count, index) => count !== this.#told[index])) this.#tellVitals()
    const isInFlight = taken.some((count, index) => count !== this.#posted[index])
    this.#looking = isInFlight ? setTimeout(() => this.#look(), LOOK_EVERY) : undefined
  }

  #tellVitals(): void {
    const words = new Int32Array(this.#words)
    this.#told = inFlightWords.map((word) => words[word] ?? 0)
    this.#send({ type: 'vitals', words, rssBytes: process.memoryUsage.rss() })
  }
}

function endProcess(): void {
  process.kill(process.pid, 'SIGKILL')
}

/** Connects to the engine; the process ends with the connection. */
export function startLink(data: LinkData): void {
  // An error of our own here would leave a host that nobody can reach.
  process.on('uncaughtException', (thrown) => {
    // The thread's own output goes by the main thread, which may be deaf.
    writeSync(2, `${thrown.stack}\n`)
    endProcess()
  })
  new Link(data)
}
