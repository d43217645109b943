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
  /** False: its offer has media alone, as those of WHIP and WHEP. */
  readonly hasChannel?: boolean
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

type Dtls = NonNullable<RTCPeerConnection['dtlsTransports'][number]['dtls']>

/** Source: RFC 5246 sections 6.2.1 (the content type of alerts) and 7.2.1. */
const ALERT = 21
const CLOSE_NOTIFY = Buffer.from([1, 0])

async function sendCloseNotify(dtls: Dtls): Promise<void> {
  const { cipher } = dtls
  const encrypt = cipher.encryptPacket.bind(cipher)
  cipher.encryptPacket = (packet) => {
    packet.recordLayerHeader.contentType = ALERT
    return encrypt(packet)
  }
  await dtls.send(CLOSE_NOTIFY)
  cipher.encryptPacket = encrypt
  // Node hands a datagram to the system in its next turn: a socket that is closed before that swallows it.
  await new Promise((resolve) => setImmediate(resolve))
}

/** A second werift peer that offers, sends packets and collects what comes back: the other end in tests. */
export async function createOfferingClient(options: OfferingClientOptions = {}) {
  const pc = createConnection(options.videoCodec ?? 'vp8')
  const channelOptions = options.opensChannel === false ? { negotiated: true, id: 0 } : {}
  const channel = options.hasChannel === false ? undefined : pc.createDataChannel('text', channelOptions)
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
  channel?.onMessage.subscribe((data) => messages.push(data))
  const offer = await pc.createOffer()
  withoutStun(pc)
  withFreshRecordNumbers(pc)
  await pc.setLocalDescription(offer)
  const connected = new Promise<void>((resolve) => {
    pc.connectionStateChange.subscribe((state) => state === 'connected' && resolve())
  })
  const opened = new Promise<void>((resolve) => {
    channel?.stateChanged.subscribe((state) => state === 'open' && resolve())
  })

  return {
    offer: pc.localDescription?.sdp ?? '',
    get channel() {
      if (!channel) throw new Error('this client has no data channel')
      return channel
    },
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
    /** Ends the call as browsers and aiortc do, with a word: werift itself only falls silent. */
    async leave(): Promise<void> {
      for (const { dtls } of pc.dtlsTransports) if (dtls) await sendCloseNotify(dtls)
      await pc.close()
    },
  }
}

export type OfferingClient = Awaited<ReturnType<typeof createOfferingClient>>
