import {
  MediaStreamTrack,
  OpusPacketizer,
  RTCPeerConnection,
  type RtpPacket,
  useAbsSendTime,
  useH264,
  useNACK,
  useOPUS,
  usePLI,
  useREMB,
  useSdesMid,
  useVP8,
  Vp8Packetizer,
} from 'werift'

import { onKeyFrameRequested } from '../key-frame-requests'
import { withFreshRecordNumbers } from '../record-numbers'
import { withoutStun } from '../without-stun'

export interface OfferingClientOptions {
  readonly audio?: boolean
  readonly video?: boolean
  /** Of all its media, as the client offers them. */
  readonly direction?: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'
  readonly videoCodec?: 'vp8' | 'h264'
  /** False: a client that only sends media, as some do by mistake. The offer still has room for a channel. */
  readonly opensChannel?: boolean
  /** Decides for each outgoing packet whether the network loses it. */
  readonly loses?: (packet: RtpPacket) => boolean
}

function createConnection(videoCodec: 'vp8' | 'h264'): RTCPeerConnection {
  const feedback = [useNACK(), usePLI(), useREMB()]
  const video = videoCodec === 'h264' ? useH264 : useVP8
  return new RTCPeerConnection({
    codecs: { audio: [useOPUS()], video: [video({ rtcpFeedback: feedback })] },
    headerExtensions: { audio: [useSdesMid(), useAbsSendTime()], video: [useSdesMid(), useAbsSendTime()] },
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceInterfaceAddresses: { udp4: '127.0.0.1' },
    iceUseIpv6: false,
    bundlePolicy: 'max-bundle',
  })
}

/** A second werift peer that offers, sends packets and collects what comes back: the other end in tests. */
export async function createOfferingClient(options: OfferingClientOptions = {}) {
  const pc = createConnection(options.videoCodec ?? 'vp8')
  const channel = pc.createDataChannel(
    'text',
    options.opensChannel === false ? { negotiated: true, id: 0 } : {},
  )
  const received: { audio: RtpPacket[]; video: RtpPacket[] } = { audio: [], video: [] }
  const messages: (string | Buffer)[] = []
  const tracks = new Map<'audio' | 'video', MediaStreamTrack>()
  let keyFrameRequests = 0
  const packetizers = { audio: new OpusPacketizer({}), video: new Vp8Packetizer({ maxPayloadSize: 1150 }) }

  for (const kind of ['audio', 'video'] as const) {
    if (options[kind] === false || (kind === 'video' && !options.video)) continue
    const track = new MediaStreamTrack({ kind })
    const transceiver = pc.addTransceiver(track, { direction: options.direction ?? 'sendrecv' })
    transceiver.onTrack.subscribe((remote) =>
      remote.onReceiveRtp.subscribe((packet) => received[kind].push(packet)),
    )
    onKeyFrameRequested(transceiver, () => {
      keyFrameRequests += 1
    })
    tracks.set(kind, track)
  }
  channel.onMessage.subscribe((data) => messages.push(data))
  const offer = await pc.createOffer()
  withoutStun(pc)
  withFreshRecordNumbers(pc)
  await pc.setLocalDescription(offer)
  const connected = new Promise<void>((resolve) => {
    pc.connectionStateChange.subscribe((state) => state === 'connected' && resolve())
  })
  const opened = new Promise<void>((resolve) => {
    channel.stateChanged.subscribe((state) => state === 'open' && resolve())
  })

  return {
    offer: pc.localDescription?.sdp ?? '',
    channel,
    received,
    messages,
    pc,
    get keyFrameRequests() {
      return keyFrameRequests
    },
    async accept(answer: string): Promise<void> {
      await pc.setRemoteDescription({ type: 'answer', sdp: answer })
      await connected
    },
    opened,
    /** Sends one encoded frame; `timestamp` in ticks of the RTP clock. */
    send(kind: 'audio' | 'video', payload: Uint8Array, timestamp: number): void {
      for (const packet of packetizers[kind].packetize(Buffer.from(payload), timestamp)) {
        if (!options.loses?.(packet)) tracks.get(kind)?.writeRtp(packet)
      }
    },
    sendPacket: (kind: 'audio' | 'video', packet: RtpPacket): void => tracks.get(kind)?.writeRtp(packet),
    close: (): Promise<void> => pc.close(),
  }
}

export type OfferingClient = Awaited<ReturnType<typeof createOfferingClient>>
