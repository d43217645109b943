import { AV_LOG_QUIET, AV_OPT_SEARCH_CHILDREN, AV_OPT_TYPE_STRING } from 'node-av/constants'
import { type Codec, CodecContext, FFmpegError, Log, PosixError } from 'node-av/lib'
import { SoundcheckError } from '../../../contract/errors'

const REINSTALL = 'Reinstall Soundcheck, or run npm ci: its media library (node-av) is incomplete.'

/** Bytes as the Buffer that node-av wants, without a copy. */
export function bufferOf(bytes: Uint8Array | Int16Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/**
 * The bytes in an ArrayBuffer of exactly their length, so that it may be transferred: node-av's small Buffers lie in
 * Node's shared pool and are copied, large ones own their memory and pass as they are.
 */
export function ownBytes(buffer: Buffer): Uint8Array<ArrayBuffer> {
  const whole = buffer.buffer
  const owned = whole instanceof ArrayBuffer && whole.byteLength === buffer.byteLength
  return owned ? new Uint8Array(whole) : new Uint8Array(buffer)
}

/** Throws `internal` when FFmpeg answered `result` with an error; `what` completes "could not ...". */
export function expectDone(result: number, what: string): number {
  if (result >= 0) return result
  throw new SoundcheckError(
    'internal',
    `The media library could not ${what}: ${FFmpegError.strerror(result)}`,
  )
}

/** Whether the codec answered that nothing comes out before more goes in. */
export function wantsMore(result: number): boolean {
  return result === FFmpegError.AVERROR(PosixError.EAGAIN)
}

/**
 * An open codec context. `configure` sets its fields before it is opened; `options` are the codec's private ones (given
 * one by one, since node-av frees a Dictionary twice).
 * Throws `unavailable` when the codec is not in this build, `internal` when it does not open.
 */
export function openCodec(
  codec: Codec | null,
  configure: (context: CodecContext) => void,
  options: { readonly [name: string]: string },
): CodecContext {
  if (!codec) throw new SoundcheckError('unavailable', 'The codec is not in this build', { hint: REINSTALL })
  // FFmpeg would print each damaged packet on stderr; every failure is thrown as an error instead.
  Log.setLevel(AV_LOG_QUIET)
  const context = new CodecContext()
  context.allocContext3(codec)
  try {
    configure(context)
    for (const [name, value] of Object.entries(options)) {
      expectDone(
        context.setOption(name, value, AV_OPT_TYPE_STRING, AV_OPT_SEARCH_CHILDREN),
        `set ${name}=${value}`,
      )
    }
    expectDone(context.open2Sync(codec, null), `open ${codec.name}`)
  } catch (thrown) {
    context.freeContext()
    throw thrown
  }
  return context
}

export interface Lifetime {
  /** Throws `closed` after {@link close}. */
  check(): void
  /** Frees what is held; later calls do nothing. */
  close(): void
}

/** The open-or-closed state of one codec; `free` runs once. */
export function createLifetime(name: string, free: () => void): Lifetime {
  let closed = false
  return {
    check() {
      if (closed) throw new SoundcheckError('closed', `The ${name} was used after it was closed`)
    },
    close() {
      if (closed) return
      closed = true
      free()
    },
  }
}
