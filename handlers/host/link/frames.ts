import type { Socket } from 'node:net'
import { DefaultDeserializer, DefaultSerializer } from 'node:v8'
import { SoundcheckError } from '../../../contract/errors'

/** The typed arrays that commands and reports carry; a frame names them by their index here. */
const kinds = [Uint8Array, Int16Array, Int32Array, Float64Array] as const
type Carried = InstanceType<(typeof kinds)[number]>

/** Frames up to this length are copied into one piece: cheaper than handing the system several. */
const ONE_PIECE_BYTES = 8192
/** No message comes near it: the stream is damaged, or not ours. */
const LONGEST_PART_BYTES = 256 * 1024 * 1024
const PREFIX_BYTES = 4

function kindOf(view: ArrayBufferView): number {
  const kind = kinds.findIndex((each) => view instanceof each)
  if (kind < 0) throw new SoundcheckError('internal', `A ${view.constructor.name} cannot cross the pipe`)
  return kind
}

class Serializer extends DefaultSerializer {
  readonly bodies: Uint8Array[] = []
  readonly #isOurs: (buffer: ArrayBuffer) => boolean

  constructor(isOurs: (buffer: ArrayBuffer) => boolean) {
    super()
    this.#isOurs = isOurs
  }

  /** Called by V8 for each typed array. */
  _writeHostObject(view: ArrayBufferView): void {
    this.writeUint32(kindOf(view))
    this.writeUint32(view.byteLength)
    if (view.byteLength === 0) return
    const buffer = view.buffer as ArrayBuffer
    const body = new Uint8Array(buffer, view.byteOffset, view.byteLength)
    this.bodies.push(this.#isOurs(buffer) ? body : body.slice())
  }
}

class Deserializer extends DefaultDeserializer {
  /** Still to be filled. */
  readonly bodies: Uint8Array<ArrayBuffer>[] = []

  _readHostObject(): Carried {
    const kind = kinds[this.readUint32()]
    const length = this.readUint32()
    if (!kind || length > LONGEST_PART_BYTES) throw damaged()
    const buffer = new ArrayBuffer(length)
    if (length > 0) this.bodies.push(new Uint8Array(buffer))
    return new kind(buffer)
  }
}

function damaged(): SoundcheckError {
  return new SoundcheckError('internal', 'The pipe between the engine and a handler process carries garbage')
}

/**
 * The pieces of a message as contract/host-link.ts lays them out, to be written one after the other. Typed arrays over
 * buffers that are `ours` are not copied: they must not change until they are written.
 */
export function encodeFrame(message: unknown, isOurs: (buffer: ArrayBuffer) => boolean): Uint8Array[] {
  const serializer = new Serializer(isOurs)
  serializer.writeRawBytes(new Uint8Array(PREFIX_BYTES))
  serializer.writeHeader()
  serializer.writeValue(message)
  const head = serializer.releaseBuffer()
  head.writeUInt32LE(head.length - PREFIX_BYTES, 0)
  const pieces = [head, ...serializer.bodies]
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  return pieces.length > 1 && length <= ONE_PIECE_BYTES ? [Buffer.concat(pieces, length)] : pieces
}

export interface ReadFrame {
  readonly message: unknown
  /** The buffers of its typed arrays: nobody else's, so they may be transferred. */
  readonly buffers: ArrayBuffer[]
}

type Part = 'length' | 'head' | 'body'

/** Puts the chunks of a stream together to messages again; each byte is copied once. */
export class FrameReader {
  readonly #onFrame: (frame: ReadFrame) => void
  #part: Part = 'length'
  #target: Uint8Array = new Uint8Array(PREFIX_BYTES)
  #filled = 0
  #message: unknown
  #bodies: Uint8Array<ArrayBuffer>[] = []
  #next = 0

  constructor(onFrame: (frame: ReadFrame) => void) {
    this.#onFrame = onFrame
  }

  /** @throws SoundcheckError `internal` when this is no stream of frames; then the reader is of no use any more. */
  push(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) {
      const taken = Math.min(chunk.length - at, this.#target.length - this.#filled)
      this.#target.set(chunk.subarray(at, at + taken), this.#filled)
      this.#filled += taken
      at += taken
      if (this.#filled === this.#target.length) this.#partEnded()
    }
  }

  #partEnded(): void {
    const target = Buffer.from(this.#target.buffer, this.#target.byteOffset, this.#target.length)
    if (this.#part === 'length') {
      const length = target.readUInt32LE(0)
      if (length === 0 || length > LONGEST_PART_BYTES) throw damaged()
      this.#expect('head', Buffer.allocUnsafe(length))
    } else if (this.#part === 'head') {
      const deserializer = new Deserializer(target)
      deserializer.readHeader()
      this.#message = deserializer.readValue()
      this.#bodies = deserializer.bodies
      this.#next = 0
      this.#nextBody()
    } else this.#nextBody()
  }

  #nextBody(): void {
    const body = this.#bodies[this.#next]
    if (body) {
      this.#next += 1
      this.#expect('body', body)
      return
    }
    const frame = { message: this.#message, buffers: this.#bodies.map(({ buffer }) => buffer) }
    this.#message = undefined
    this.#bodies = []
    this.#expect('length', new Uint8Array(PREFIX_BYTES))
    this.#onFrame(frame)
  }

  #expect(part: Part, target: Uint8Array): void {
    this.#part = part
    this.#target = target
    this.#filled = 0
  }
}

/** Writes the pieces of one frame in as few system calls as may be; `written` is called when the system has taken them. */
export function writeFrame(socket: Socket, pieces: readonly Uint8Array[], written?: () => void): void {
  socket.cork()
  pieces.forEach((piece, index) => {
    socket.write(piece, index === pieces.length - 1 ? written : undefined)
  })
  socket.uncork()
}
