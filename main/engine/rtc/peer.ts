import {
  RTCPeerConnection,
  type RTCRtpTransceiver,
  useAbsSendTime,
  useH264,
  useNACK,
  useOPUS,
  usePLI,
  useREMB,
  useSdesMid,
  useVP8,
} from 'werift'
import { messageOf, SoundcheckError } from '../../../contract/errors'
import { MAX_MESSAGE_BYTES } from '../../../contract/json'
import type { Mode } from '../../../contract/manifest'
import type { Clock } from '../clock'
import { withBundledTransport } from './bundled-transport'
import { checkOffer, type MediaKind, type WantedMedia } from './check-offer'
import { createDataChannel, type DataChannel } from './data-channel'
import { createLocalTrack, type LocalTrack } from './local-track'
import { withFreshRecordNumbers } from './record-numbers'
import { createRemoteTrack, type IncomingFrame, type RemoteTrack } from './remote-track'
import { withoutStun } from './without-stun'

export type PeerState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed'

/** Offered media that the handler takes no part in are declined. */
export interface PeerOptions extends WantedMedia {
  readonly id: string
  readonly clock: Clock
  readonly on: {
    stateChanged(state: PeerState): void
    frame(kind: MediaKind, frame: IncomingFrame): void
    channelOpened(channel: DataChannel): void
    keyFrameRequested(): void
  }
}

export interface CandidateInit {
  readonly candidate: string
  readonly sdpMid: string | null
  readonly sdpMLineIndex: number | null
}

/** The engine's end of one WebRTC connection; it always answers. */
export interface Peer {
  /** Takes the offer and gives the answer with all our candidates; throws `invalid` for SDP that cannot be used. */
  acceptOffer(sdp: string): Promise<string>
  /** Takes a trickled candidate, also before the offer was taken; throws `invalid` when it is malformed. */
  addCandidate(candidate: CandidateInit): Promise<void>
  local(kind: MediaKind): LocalTrack | undefined
  remote(kind: MediaKind): RemoteTrack | undefined
  /** Idempotent; resolves when all sockets are closed. */
  close(): Promise<void>
}

const videoFeedback = () => [useNACK(), usePLI(), useREMB()]

// Transport-wide congestion control stays out: towards werift 0.25 Chrome's send rate collapses with it.
function createConnection(): RTCPeerConnection {
  return new RTCPeerConnection({
    codecs: {
      audio: [useOPUS()],
      video: [useVP8({ rtcpFeedback: videoFeedback() }), useH264({ rtcpFeedback: videoFeedback() })],
    },
    headerExtensions: { audio: [useSdesMid(), useAbsSendTime()], video: [useSdesMid(), useAbsSendTime()] },
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceInterfaceAddresses: { udp4: '127.0.0.1' },
    iceUseIpv6: false,
    bundlePolicy: 'max-bundle',
    maxMessageSize: MAX_MESSAGE_BYTES,
  })
}

/** From the peer's point of view to ours: what it sends we receive. */
const ourDirection = { send: 'recvonly', receive: 'sendonly', 'send-receive': 'sendrecv' } as const

/** We encode VP8 only (libx264 crashes Electron), so that is what the sender must announce. */
function preferVp8(transceiver: RTCRtpTransceiver): boolean {
  const vp8 = transceiver.codecs.find((codec) => codec.name.toLowerCase() === 'vp8')
  if (vp8) transceiver.sender.codec = vp8
  return vp8 !== undefined
}

/** What may flow between the two on this m-line. `offerDirection` is the offered one as seen from our side. */
function flowOf({ offerDirection }: RTCRtpTransceiver, mode: Mode): { in: boolean; out: boolean } {
  const flows = (direction: 'recvonly' | 'sendonly') =>
    [direction, 'sendrecv'].includes(offerDirection) && [direction, 'sendrecv'].includes(ourDirection[mode])
  return { in: flows('recvonly'), out: flows('sendonly') }
}

export function createPeer(options: PeerOptions): Peer {
  const pc = createConnection()
  const locals = new Map<MediaKind, LocalTrack>()
  const remotes = new Map<MediaKind, RemoteTrack>()
  const joined = new Set<MediaKind>()
  let closing: Promise<void> | undefined

  pc.connectionStateChange.subscribe((state) => options.on.stateChanged(state))
  pc.onDataChannel.subscribe((channel) => {
    const open = () => options.on.channelOpened(createDataChannel(channel, options.clock))
    if (channel.readyState === 'open') open()
    else channel.stateChanged.once((state) => state === 'open' && open())
  })

  async function join(transceiver: RTCRtpTransceiver): Promise<void> {
    const kind = transceiver.kind === 'audio' ? 'audio' : 'video'
    const flow = flowOf(transceiver, options.mode)
    if (!options.media[kind] || joined.has(kind) || !(flow.in || flow.out)) {
      transceiver.setDirection('inactive')
      return
    }
    joined.add(kind)
    transceiver.setDirection(ourDirection[options.mode])
    const onFrame = (frame: IncomingFrame) => options.on.frame(kind, frame)
    if (flow.in) remotes.set(kind, createRemoteTrack({ transceiver, clock: options.clock, onFrame }))
    if (!flow.out) return
    const streamId = `${kind}-${options.id}`
    const onKeyFrameRequested = options.on.keyFrameRequested
    locals.set(kind, await createLocalTrack(transceiver, { streamId, onKeyFrameRequested }))
  }

  async function negotiate(sdp: string): Promise<string> {
    await pc.setRemoteDescription({ type: 'offer', sdp })
    for (const transceiver of pc.getTransceivers()) await join(transceiver)
    withoutStun(pc)
    withFreshRecordNumbers(pc)
    await pc.setLocalDescription(await pc.createAnswer())
    for (const transceiver of pc.getTransceivers()) {
      if (transceiver.kind === 'video' && !preferVp8(transceiver)) locals.delete('video')
    }
    return pc.localDescription?.sdp ?? ''
  }

  return {
    async acceptOffer(sdp) {
      checkOffer(sdp, options)
      try {
        return await negotiate(withBundledTransport(sdp))
      } catch (thrown) {
        throw new SoundcheckError('invalid', `the SDP offer cannot be answered: ${messageOf(thrown)}`, {
          hint: 'Offer Opus audio, and VP8 for video, over one bundled transport.',
          cause: thrown,
        })
      }
    },
    async addCandidate(candidate) {
      try {
        const { sdpMid, sdpMLineIndex } = candidate
        await pc.addIceCandidate({
          candidate: candidate.candidate,
          ...(sdpMid === null ? {} : { sdpMid }),
          ...(sdpMLineIndex === null ? {} : { sdpMLineIndex }),
        })
      } catch (thrown) {
        throw new SoundcheckError('invalid', `the ICE candidate cannot be used: ${messageOf(thrown)}`, {
          hint: 'Pass on the candidate, sdpMid and sdpMLineIndex of the icecandidate event unchanged.',
          cause: thrown,
        })
      }
    },
    local: (kind) => locals.get(kind),
    remote: (kind) => remotes.get(kind),
    close() {
      closing ??= (async () => {
        for (const track of [...remotes.values(), ...locals.values()]) track.close()
        await pc.close()
      })()
      return closing
    },
  }
}
