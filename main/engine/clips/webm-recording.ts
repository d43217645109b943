import { OPUS_SAMPLE_RATE, VIDEO_CLOCK_RATE } from '../../../contract/media'
import { isKeyFrame } from '../codecs/key-frame'
import { createOpusEncoder, OPUS_LOOKAHEAD } from '../codecs/opus-encoder'
import { vp8Size } from '../codecs/vp8-size'
import { ebml, ebmlFloat, ebmlOpening, ebmlSize, ebmlText, ebmlUint } from './ebml'
import { opusHead } from './opus-head'
import type { Recording } from './recording'
import type { RecordingFile } from './recording-file'

/** Element ids. Source: RFC 9559 section 5.1. */
const id = {
  header: 0x1a45dfa3,
  docType: 0x4282,
  docTypeVersion: 0x4287,
  docTypeReadVersion: 0x4285,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  codecDelay: 0x56aa,
  seekPreRoll: 0x56bb,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
} as const

const AUDIO_TRACK = 1
const VIDEO_TRACK = 2
const NANOSECONDS = 1_000_000
/** Source: RFC 7845 section 4.6. */
const SEEK_PRE_ROLL_MS = 80
/** A cluster's blocks tell their time in 16 bits; a file that is cut off loses no more than the last one. ms. */
const CLUSTER_MS = 1000

function audioEntry(): Buffer {
  return ebml(
    id.trackEntry,
    ebml(id.trackNumber, ebmlUint(AUDIO_TRACK)),
    ebml(id.trackUid, ebmlUint(AUDIO_TRACK)),
    ebml(id.trackType, ebmlUint(2)),
    ebml(id.codecId, ebmlText('A_OPUS')),
    ebml(id.codecPrivate, opusHead()),
    ebml(id.codecDelay, ebmlUint((OPUS_LOOKAHEAD / OPUS_SAMPLE_RATE) * 1000 * NANOSECONDS)),
    ebml(id.seekPreRoll, ebmlUint(SEEK_PRE_ROLL_MS * NANOSECONDS)),
    ebml(id.audio, ebml(id.samplingFrequency, ebmlFloat(OPUS_SAMPLE_RATE)), ebml(id.channels, ebmlUint(2))),
  )
}

/** Its size is at the very end. */
function videoEntry(width: number, height: number): Buffer {
  return ebml(
    id.trackEntry,
    ebml(id.trackNumber, ebmlUint(VIDEO_TRACK)),
    ebml(id.trackUid, ebmlUint(VIDEO_TRACK)),
    ebml(id.trackType, ebmlUint(1)),
    ebml(id.codecId, ebmlText('V_VP8')),
    ebml(id.video, ebml(id.pixelWidth, ebmlUint(width)), ebml(id.pixelHeight, ebmlUint(height))),
  )
}

function info(durationMs: number): Buffer {
  return ebml(
    id.info,
    ebml(id.timestampScale, ebmlUint(NANOSECONDS)),
    ebml(id.muxingApp, ebmlText('Soundcheck')),
    ebml(id.writingApp, ebmlText('Soundcheck')),
    ebml(id.duration, ebmlFloat(durationMs)),
  )
}

function head(): Buffer {
  return ebml(
    id.header,
    ebml(id.docType, ebmlText('webm')),
    ebml(id.docTypeVersion, ebmlUint(4)),
    ebml(id.docTypeReadVersion, ebmlUint(2)),
  )
}

function block(track: number, ms: number, keyFrame: boolean, payload: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4)
  // The track's number as an EBML number of one byte.
  bytes.writeUInt8(0x80 | track, 0)
  bytes.writeInt16BE(ms, 1)
  bytes.writeUInt8(keyFrame ? 0x80 : 0, 3)
  return ebml(id.simpleBlock, bytes, payload)
}

/** Opus and VP8 in WebM. Source: RFC 9559 and the WebM Container Guidelines. */
export function createWebmRecording(
  file: RecordingFile,
  has: { readonly audio: boolean; readonly video: boolean },
): Recording {
  const opus = createOpusEncoder({ channels: 2 })
  let cluster: { readonly at: number; readonly blocks: Buffer[] } | undefined
  let sizeKnown = false

  file.append(head())
  const segmentAt = file.length
  file.append(ebmlOpening(id.segment))
  const contentAt = file.length
  file.append(info(0))
  const tracks = (width: number, height: number): Buffer =>
    ebml(id.tracks, ...(has.audio ? [audioEntry()] : []), ...(has.video ? [videoEntry(width, height)] : []))
  const tracksAt = file.length
  file.append(tracks(0, 0))

  function finishCluster(): void {
    if (!cluster) return
    file.append(ebml(id.cluster, ebml(id.timestamp, ebmlUint(cluster.at)), ...cluster.blocks))
    cluster = undefined
  }

  function add(track: number, at: number, keyFrame: boolean, payload: Uint8Array): void {
    const ms = Math.round(at)
    if (cluster && ms - cluster.at >= CLUSTER_MS) finishCluster()
    cluster ??= { at: ms, blocks: [] }
    cluster.blocks.push(block(track, ms - cluster.at, keyFrame, payload))
  }

  return {
    audio(samples, pts) {
      if (has.audio) add(AUDIO_TRACK, (pts * 1000) / OPUS_SAMPLE_RATE, true, opus.encode(samples))
    },
    video({ payload, pts }) {
      const keyFrame = isKeyFrame('vp8', payload)
      if (keyFrame && !sizeKnown) {
        const { width, height } = vp8Size(payload)
        file.overwrite(tracksAt, tracks(width, height))
        sizeKnown = true
      }
      add(VIDEO_TRACK, (pts * 1000) / VIDEO_CLOCK_RATE, keyFrame, payload)
    },
    finish(durationMs) {
      finishCluster()
      file.overwrite(contentAt, info(durationMs))
      const segmentSize = file.length - contentAt
      file.overwrite(segmentAt + 4, ebmlSize(segmentSize))
    },
    close() {
      opus.close()
      file.close()
    },
  }
}
