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
import type { IncomingFrame, LocalTrack, MediaKind, Peer, PeerEvents, RemoteTrack, WireEvents } from '../peer'
import { agreedCodecs, describeMedia } from './agreed-codecs'
import { answerInKind } from './answer-in-kind'
import { withAuthenticChecks } from './authentic-checks'
import { withBundledTransport } from './bundled-transport'
import { withCandidatesInOrder } from './candidate-order'
import { checkOffer, type WantedMedia } from './check-offer'
import { onCloseNotify } from './close-notify'
import { candidateNote, descriptionNotes, noteConnection } from './connection-notes'
import { createDataChannel } from './data-channel'
import { withFittingDtlsRole } from './dtls-role'
import { withLeanMedia } from './lean-media'
import { createLocalTrack } from './local-track'
import { createNoChannel } from './no-channel'
import { fromOwnAddresses } from './own-addresses'
import { tapPackets } from './packet-tap'
import { withPromptHandshake } from './prompt-handshake'
import type { Reach } from './reach'
import { withFreshRecordNumbers } from './record-numbers'
import { createRemoteTrack } from './remote-track'
import { toleratedOffer } from './tolerated-offer'
import { createTrickledCandidates, type TrickledCandidates } from './trickled-candidates'
import { withWellFormedMedia } from './well-formed-media'
import { withoutStun } from './without-stun'

/** Offered media that the handler takes no part in are declined. */
export interface WebRtcPeerOptions extends WantedMedia {
  readonly id: string
  readonly clock: Clock
  /** The client's SDP offer. */
  readonly offer: string
  readonly reach: Reach
  /** False: the client never opens a data channel (WHIP, WHEP), and takes no messages. */
  readonly hasMessages: boolean
  readonly on: PeerEvents
}

const videoFeedback = () => [useNACK(), usePLI(), useREMB()]

// Transport-wide congestion control stays out: towards werift 0.25 Chrome's send rate collapses with it.
function createConnection(reach: Reach): RTCPeerConnection {
  return new RTCPeerConnection({
    codecs: {
      audio: [useOPUS()],
      video: [useVP8({ rtcpFeedback: videoFeedback() }), useH264({ rtcpFeedback: videoFeedback() })],
    },
    headerExtensions: { audio: [useSdesMid(), useAbsSendTime()], video: [useSdesMid(), useAbsSendTime()] },
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    ...(reach === 'loopback' ? { iceInterfaceAddresses: { udp4: '127.0.0.1' } } : {}),
    ...(reach === 'computer' ? fromOwnAddresses() : {}),
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

/** Tells of all that passes from now on; to be called when the transports exist and gathering has not begun. */
function recordWire(pc: RTCPeerConnection, clock: Clock, on: WireEvents): void {
  noteConnection(pc, on.signal)
  tapPackets(pc, { clock, on })
}

/** One WebRTC connection; it always answers, with all our candidates. */
export function createWebRtcPeer(options: WebRtcPeerOptions): Peer {
  const pc = createConnection(options.reach)
  const locals = new Map<MediaKind, LocalTrack>()
  const remotes = new Map<MediaKind, RemoteTrack>()
  const joined = new Set<MediaKind>()
  const { wire } = options.on
  let closing: Promise<void> | undefined

  pc.connectionStateChange.subscribe((state) => {
    options.on.stateChanged(state)
    if (state === 'connected' && !options.hasMessages) announceNoChannel()
  })
  pc.onDataChannel.subscribe((channel) => {
    const open = () => options.on.channelOpened(createDataChannel(channel, options.clock))
    if (channel.readyState === 'open') open()
    else channel.stateChanged.once((state) => state === 'open' && open())
  })

  let isAnnounced = false
  function announceNoChannel(): void {
    if (isAnnounced) return
    isAnnounced = true
    options.on.channelOpened(createNoChannel())
  }

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

  /** Candidates may come before the offer is applied: until then werift cannot tell which of them it could use. */
  let candidates: TrickledCandidates | undefined
  let wasApplied = (): void => undefined
  const applied = new Promise<void>((resolve) => {
    wasApplied = resolve
  })

  async function negotiate(sdp: string): Promise<string> {
    await pc.setRemoteDescription({ type: 'offer', sdp })
    candidates = createTrickledCandidates(pc, sdp)
    wasApplied()
    for (const transceiver of pc.getTransceivers()) await join(transceiver)
    withoutStun(pc)
    withAuthenticChecks(pc)
    withWellFormedMedia(pc)
    withLeanMedia(pc, wire && ((bytes) => wire.rtp({ direction: 'in', at: options.clock.now(), bytes })))
    withFittingDtlsRole(pc, sdp)
    withFreshRecordNumbers(pc)
    onCloseNotify(pc, () => options.on.stateChanged('closed'))
    withPromptHandshake(pc)
    if (wire) recordWire(pc, options.clock, wire)
    await pc.setLocalDescription(await pc.createAnswer())
    for (const transceiver of pc.getTransceivers()) {
      if (transceiver.kind === 'video' && !preferVp8(transceiver)) locals.delete('video')
    }
    wire?.agreed(agreedCodecs(pc))
    wire?.signal({ phase: 'session', text: describeMedia(pc) })
    return pc.localDescription?.sdp ?? ''
  }

  return {
    async open() {
      for (const note of descriptionNotes('offer', options.offer)) wire?.signal(note)
      const offer = toleratedOffer(options.offer)
      checkOffer(offer, options)
      try {
        const negotiated = await negotiate(withBundledTransport(offer))
        const answer = withCandidatesInOrder(answerInKind(negotiated, offer), options.reach)
        for (const note of descriptionNotes('answer', answer)) wire?.signal(note)
        return answer
      } catch (thrown) {
        throw new SoundcheckError('invalid', `the SDP offer cannot be answered: ${messageOf(thrown)}`, {
          hint: 'Offer Opus audio, and VP8 for video, over one bundled transport.',
          cause: thrown,
        })
      }
    },
    async addCandidate(candidate) {
      wire?.signal(candidateNote(candidate.candidate, 'remote'))
      await applied
      if (!candidates || closing) throw new SoundcheckError('closed', 'the connection is closed')
      await candidates.add(candidate)
    },
    local: (kind) => locals.get(kind),
    remote: (kind) => remotes.get(kind),
    close() {
      closing ??= (async () => {
        wasApplied()
        for (const track of [...remotes.values(), ...locals.values()]) track.close()
        await pc.close()
      })()
      return closing
    },
  }
}
