import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WireError } from '../../../contract/errors'
import { toWireError } from '../../../contract/errors'
import type { FromLink, HostProcessStart, ToLink } from '../../../contract/host-link'
import { encodeFrame, FrameReader, writeFrame } from '../../../handlers/host/link/frames'

export type FromHost = Exclude<FromLink, { readonly type: 'hello' }>

export interface HostPipeEvents {
  /** A process may be started with this. */
  listening(start: HostProcessStart): void
  connected(pid: number): void
  message(message: FromHost): void
  /** Called once, unless `close` came first; `error` null = the other side is gone. */
  ended(error: WireError | null): void
}

/** The engine's end of the pipe to one handler process. */
export interface HostPipe {
  /** Buffers in `transfer` must not change any more. What is sent before the process has connected waits for it. */
  send(message: ToLink, transfer?: readonly ArrayBuffer[]): void
  /** Cuts the connection, on which the process ends; or makes that none comes about. Idempotent. */
  close(): void
}

/** A path of a Unix socket may be no longer than this on macOS; Linux allows four more. */
const LONGEST_PATH = 103
const TOKEN_BYTES = 16

interface Place {
  readonly path: string
  remove(): void
}

/** A folder of its own, that nobody else may enter; on Windows a pipe with a name that nobody can guess. */
function makePlace(): Place {
  if (process.platform === 'win32') {
    return { path: `\\\\.\\pipe\\soundcheck-${randomUUID()}`, remove: () => undefined }
  }
  const isShort = join(tmpdir(), 'soundcheck-XXXXXX', 's').length <= LONGEST_PATH
  const folder = mkdtempSync(join(isShort ? tmpdir() : '/tmp', 'soundcheck-'))
  return { path: join(folder, 's'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

class ListeningPipe implements HostPipe {
  readonly #on: HostPipeEvents
  readonly #token = randomBytes(TOKEN_BYTES).toString('hex')
  readonly #server: Server
  readonly #strangers = new Set<Socket>()
  #place: Place | null = null
  #socket: Socket | null = null
  #waiting: Uint8Array[][] = []
  #timer: NodeJS.Timeout
  #closed = false

  constructor(on: HostPipeEvents, connectWithin: number) {
    this.#on = on
    this.#server = createServer((socket) => this.#knocked(socket))
    this.#server.on('error', (error) => this.#end(toWireError(error, 'unavailable')))
    this.#timer = setTimeout(() => {
      const message = `It did not connect within ${connectWithin / 1000} s.`
      this.#end({ code: 'timeout', message })
    }, connectWithin)
    // Not within the constructor: who made it does not have it yet.
    setImmediate(() => this.#listen())
  }

  send(message: ToLink, transfer: readonly ArrayBuffer[] = []): void {
    if (this.#closed) return
    const pieces = encodeFrame(message, (buffer) => transfer.includes(buffer))
    if (this.#socket) writeFrame(this.#socket, pieces)
    else this.#waiting.push(pieces)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#timer)
    this.#stopListening()
    this.#socket?.destroy()
    this.#waiting = []
  }

  #listen(): void {
    if (this.#closed) return
    try {
      this.#place = makePlace()
    } catch (thrown) {
      this.#end(toWireError(thrown, 'unavailable'))
      return
    }
    const { path } = this.#place
    this.#server.listen(path, () => this.#on.listening({ pipe: path, token: this.#token }))
  }

  /** Whoever connects is a stranger until it has said the token. */
  #knocked(socket: Socket): void {
    this.#strangers.add(socket)
    let isKnown = false
    const reader = new FrameReader(({ message }) => {
      const said = message as FromLink
      if (isKnown) this.#on.message(said as FromHost)
      else if (said.type === 'hello' && said.token === this.#token && !this.#socket) {
        isKnown = true
        this.#welcome(socket, said.pid)
      } else socket.destroy()
    })
    socket.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk)
      } catch (thrown) {
        if (isKnown) this.#end(toWireError(thrown))
        else socket.destroy()
      }
    })
    // Its close says all that matters.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#strangers.delete(socket)
      if (isKnown) this.#end(null)
    })
  }

  #welcome(socket: Socket, pid: number): void {
    clearTimeout(this.#timer)
    this.#socket = socket
    this.#strangers.delete(socket)
    this.#stopListening()
    for (const pieces of this.#waiting) writeFrame(socket, pieces)
    this.#waiting = []
    this.#on.connected(pid)
  }

  #stopListening(): void {
    this.#server.close()
    for (const stranger of this.#strangers) stranger.destroy()
    this.#place?.remove()
    this.#place = null
  }

  #end(error: WireError | null): void {
    if (this.#closed) return
    this.close()
    this.#on.ended(error)
  }
}

/** Listens for one process, for `connectWithin` ms. */
export function openHostPipe(on: HostPipeEvents, connectWithin = 10_000): HostPipe {
  return new ListeningPipe(on, connectWithin)
}
