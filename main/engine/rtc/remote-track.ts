import type { MediaStreamTrack, RTCRtpTransceiver, RtpPacket } from 'werift'
import type { Clock } from '../clock'
import { createReorderBuffer } from '../media/reorder-buffer'
import { createSequenceUnwrapper, createTimestampUnwrapper } from '../media/timebase'
import type { IncomingFrame, RemoteTrack, VideoCodec } from '../peer'
import { createPictureAssembler } from './picture-assembler'

/** How long a gap may wait for its packet, ms: late audio is useless, a picture can wait for a retransmission. */
const MAX_WAIT = { audio: 40, video: 100 } as const
/** Packets held behind a gap before it is given up all the same. */
const MAX_HELD = 512
/** Key frames are asked for at most this often, ms. */
const KEY_FRAME_INTERVAL = 300

interface Held {
  readonly payload: Buffer
  /** Unwrapped, and as it was on the wire. */
  readonly pts: number
  readonly timestamp: number
  readonly marker: boolean
  readonly codec: 'opus' | VideoCodec
  readonly arrivedAt: number
}

interface TrackContext {
  readonly transceiver: RTCRtpTransceiver
  readonly clock: Clock
  readonly onFrame: (frame: IncomingFrame) => void
}

function codecOf(transceiver: RTCRtpTransceiver, payloadType: number): 'opus' | VideoCodec | null {
  const name = transceiver.codecs.find((codec) => codec.payloadType === payloadType)?.name.toLowerCase()
  return name === 'opus' || name === 'vp8' || name === 'h264' ? name : null
}

/** Audio: every packet is a frame; what was lost before it is left to the decoder's concealment. */
function createAudioFrames(onFrame: (frame: IncomingFrame) => void) {
  let lost = 0
  return (held: Held, lostBefore: number): void => {
    lost += lostBefore
    if (held.payload.length === 0) return
    onFrame({
      codec: 'opus',
      payload: held.payload,
      pts: held.pts,
      timestamp: held.timestamp,
      lostBefore: lost,
      arrivedAt: held.arrivedAt,
      keyFrame: true,
    })
    lost = 0
  }
}

function createKeyFrameRequest(context: TrackContext, track: () => MediaStreamTrack | undefined) {
  let askedAt = Number.NEGATIVE_INFINITY
  return (): void => {
    const ssrc = track()?.ssrc
    const now = context.clock.now()
    if (ssrc === undefined || now - askedAt < KEY_FRAME_INTERVAL) return
    askedAt = now
    // Sending fails only while the transport closes; the picture is gone then anyway.
    context.transceiver.receiver.sendRtcpPLI(ssrc).catch(() => undefined)
  }
}

export function createRemoteTrack(context: TrackContext): RemoteTrack {
  const { transceiver, clock, onFrame } = context
  const kind = transceiver.kind === 'audio' ? 'audio' : 'video'
  const sequences = createSequenceUnwrapper()
  const timestamps = createTimestampUnwrapper()
  const reorder = createReorderBuffer<Held>({ maxWait: MAX_WAIT[kind], maxHeld: MAX_HELD })
  let source: MediaStreamTrack | undefined
  let timer: NodeJS.Timeout | undefined
  let packetsLost = 0
  let packetsReceived = 0
  const requestKeyFrame = createKeyFrameRequest(context, () => source)
  const assembler = createPictureAssembler(requestKeyFrame)
  const audioFrame = createAudioFrames(onFrame)

  function videoFrame(held: Held, lostBefore: number): void {
    if (held.codec === 'opus') return
    const packet = { ...held, codec: held.codec }
    const picture = assembler.push(packet, lostBefore)
    if (picture) onFrame({ ...picture, timestamp: held.timestamp, lostBefore: 0 })
  }

  function deliver(ready: ReturnType<typeof reorder.push>): void {
    for (const { item, lostBefore } of ready) {
      packetsLost += lostBefore
      if (kind === 'audio') audioFrame(item, lostBefore)
      else videoFrame(item, lostBefore)
    }
    schedule()
  }

  function schedule(): void {
    clearTimeout(timer)
    const deadline = reorder.nextDeadline()
    if (deadline === null) return
    timer = setTimeout(() => deliver(reorder.tick(clock.now())), Math.max(0, deadline - clock.now()))
  }

  function receive(packet: RtpPacket): void {
    const codec = codecOf(transceiver, packet.header.payloadType)
    if (!codec) return
    packetsReceived += 1
    const { sequenceNumber, timestamp, marker } = packet.header
    const arrivedAt = clock.now()
    const held = {
      payload: packet.payload,
      pts: timestamps.unwrap(timestamp),
      timestamp,
      marker,
      codec,
      arrivedAt,
    }
    deliver(reorder.push(sequences.unwrap(sequenceNumber), held, arrivedAt))
  }

  function attach(track: MediaStreamTrack): void {
    if (source === track) return
    source = track
    track.onReceiveRtp.subscribe(receive)
  }

  transceiver.onTrack.subscribe((track) => attach(track))
  const existing = transceiver.receiver.tracks[0]
  if (existing) attach(existing)

  return {
    kind,
    get packetsLost() {
      return packetsLost
    },
    get packetsReceived() {
      return packetsReceived
    },
    requestKeyFrame: (reason = 'damaged') => (reason === 'joined' ? requestKeyFrame() : assembler.restart()),
    close: () => clearTimeout(timer),
  }
}
