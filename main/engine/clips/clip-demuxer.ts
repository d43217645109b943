import { stat } from 'node:fs/promises'
import {
  AV_DISPOSITION_ATTACHED_PIC,
  AV_LOG_QUIET,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants'
import { Codec, CodecContext, FFmpegError, FormatContext, Frame, Log, Packet, type Stream } from 'node-av/lib'
import { messageOf, SoundcheckError } from '../../../contract/errors'

/** One stream of a clip, and how it is decoded. */
export interface ClipStream {
  readonly stream: Stream
  readonly decoder: CodecContext
}

export interface ClipDemuxer {
  /** Null where there is none that can be decoded. */
  readonly audio: ClipStream | null
  readonly video: ClipStream | null
  /** ms; null when the file does not tell. */
  readonly durationMs: number | null
  /** Decodes the next packet; what is in it is given to `take`, which may not keep the frame. False at the end. */
  next(take: (from: ClipStream, frame: Frame) => void): boolean
  /** Packets that did not decode. */
  readonly damaged: number
  close(): void
}

const MICROSECONDS = 1000

async function checkFile(file: string): Promise<void> {
  try {
    if ((await stat(file)).isFile()) return
  } catch (thrown) {
    throw new SoundcheckError('not-found', `The clip ${file} cannot be opened: ${messageOf(thrown)}`, {
      hint: 'Name a file with sound or pictures.',
      cause: thrown,
    })
  }
  throw new SoundcheckError('not-found', `The clip ${file} is no file`)
}

function noMedia(file: string, why: string): SoundcheckError {
  return new SoundcheckError('handler', `${file} is no clip that can be read: ${why}`, {
    hint: 'Give a WAV, Ogg, WebM, MP4, Y4M or MP3 file, or another one that FFmpeg reads.',
  })
}

function openDecoder(stream: Stream): ClipStream | null {
  const codec = Codec.findDecoder(stream.codecpar.codecId)
  if (!codec) return null
  const decoder = new CodecContext()
  decoder.allocContext3(codec)
  decoder.parametersToContext(stream.codecpar)
  decoder.pktTimebase = stream.timeBase
  decoder.threadCount = 1
  if (decoder.open2Sync(codec, null) >= 0) return { stream, decoder }
  decoder.freeContext()
  return null
}

function findStream(format: FormatContext, type: number): ClipStream | null {
  const index = format.findBestStream(type as typeof AVMEDIA_TYPE_AUDIO)
  const stream = index < 0 ? undefined : format.streams[index]
  // The picture on the cover of a song is no video.
  if (!stream || stream.hasDisposition(AV_DISPOSITION_ATTACHED_PIC)) return null
  return openDecoder(stream)
}

function openFormat(file: string): FormatContext {
  Log.setLevel(AV_LOG_QUIET)
  const format = new FormatContext()
  // With the protocol, so that no name can mean anything but a file.
  const opened = format.openInputSync(`file:${file}`)
  if (opened < 0) throw noMedia(file, FFmpegError.strerror(opened))
  const found = format.findStreamInfoSync()
  if (found >= 0) return format
  format.closeInputSync()
  throw noMedia(file, FFmpegError.strerror(found))
}

/** Opens a clip for one pass. Throws `not-found` when there is no such file, `handler` when there is neither sound nor picture in it. */
export async function openClipDemuxer(file: string): Promise<ClipDemuxer> {
  await checkFile(file)
  const format = openFormat(file)
  const audio = findStream(format, AVMEDIA_TYPE_AUDIO)
  const video = findStream(format, AVMEDIA_TYPE_VIDEO)
  const streams = [audio, video].filter((one) => one !== null)
  const packet = new Packet()
  const frame = new Frame()
  packet.alloc()
  frame.alloc()
  let damaged = 0
  let open = true

  function close(): void {
    if (!open) return
    open = false
    packet.free()
    frame.free()
    for (const { decoder } of streams) decoder.freeContext()
    format.closeInputSync()
  }

  if (streams.length === 0) {
    close()
    throw noMedia(file, 'there is neither sound nor picture in it that can be decoded')
  }

  function drain(from: ClipStream, take: (from: ClipStream, frame: Frame) => void): void {
    while (from.decoder.receiveFrameSync(frame) >= 0) {
      take(from, frame)
      frame.unref()
    }
  }

  function end(take: (from: ClipStream, frame: Frame) => void): false {
    for (const from of streams) {
      from.decoder.sendPacketSync(null)
      drain(from, take)
    }
    return false
  }

  return {
    audio,
    video,
    durationMs: format.duration > 0n ? Number(format.duration) / MICROSECONDS : null,
    next(take) {
      if (format.readFrameSync(packet) < 0) return end(take)
      const from = streams.find(({ stream }) => stream.index === packet.streamIndex)
      if (from && from.decoder.sendPacketSync(packet) < 0) damaged += 1
      packet.unref()
      if (from) drain(from, take)
      return true
    },
    get damaged() {
      return damaged
    },
    close,
  }
}
