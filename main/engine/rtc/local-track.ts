import { MediaStream, MediaStreamTrack, OpusPacketizer, type RTCRtpTransceiver, Vp8Packetizer } from 'werift'
import type { LocalTrack } from '../peer'
import { onKeyFrameRequested } from './key-frame-requests'

/** Below the path MTU with room for SRTP and header extensions, bytes. */
const MAX_PAYLOAD_BYTES = 1150

export async function createLocalTrack(
  transceiver: RTCRtpTransceiver,
  options: { readonly streamId: string; readonly onKeyFrameRequested: () => void },
): Promise<LocalTrack> {
  const track = new MediaStreamTrack({ kind: transceiver.kind })
  await transceiver.sender.replaceTrack(track)
  // One stream id per medium: werift's sender reports carry a wrong NTP fraction, and Chrome would delay the video of
  // a shared stream by some 180 ms to synchronise it.
  transceiver.sender.setStreams([new MediaStream({ id: options.streamId })])
  onKeyFrameRequested(transceiver, options.onKeyFrameRequested)
  const packetizer =
    transceiver.kind === 'audio'
      ? new OpusPacketizer({ maxPayloadSize: MAX_PAYLOAD_BYTES })
      : new Vp8Packetizer({ maxPayloadSize: MAX_PAYLOAD_BYTES })
  const origin = Math.floor(Math.random() * 0x7fff_ffff)
  let packetsSent = 0
  let sent: number | null = null
  let closed = false

  return {
    audio: transceiver.kind === 'audio' ? { codec: 'opus' } : null,
    takesSilence: true,
    // The receiver's jitter buffer is all that is ahead of it.
    clear: () => undefined,
    send(payload, pts) {
      if (closed) return
      const timestamp = (origin + Math.round(pts)) >>> 0
      sent = timestamp
      const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
      for (const packet of packetizer.packetize(bytes, timestamp)) {
        // Straight to the sender: by way of the track werift would copy it three times.
        void transceiver.sender.sendRtp(packet)
        packetsSent += 1
      }
    },
    timestamp: () => sent,
    targetBitrate() {
      const bitrate = Number(transceiver.sender.receiverEstimatedMaxBitrate)
      return bitrate > 0 ? bitrate : null
    },
    get packetsSent() {
      return packetsSent
    },
    close() {
      closed = true
      track.stop()
    },
  }
}
