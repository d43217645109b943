import { SoundcheckError } from '../../contract/errors'
import { MAX_MESSAGE_BYTES } from '../../contract/json'
import type { Modality, Mode } from '../../contract/manifest'
import type { ChannelLayout } from '../../contract/media'
import { withStereoOpus, withVideoStartBitrate } from './sdp'

export type TrackKind = 'audio' | 'video'

export interface PeerOptions {
  readonly modality: Modality
  readonly mode: Mode
  readonly layout: ChannelLayout
}

export interface PeerListener {
  onConnection(state: RTCPeerConnectionState): void
  onChannel(state: 'open' | 'closed'): void
  onTrack(kind: TrackKind, track: MediaStreamTrack): void
  /** A text came on the data channel. */
  onText(text: string): void
  onCandidate(candidate: RTCIceCandidateInit): void
}

/** The packet of sound that left the jitter buffer last. */
export interface PlayedSound {
  /** RTP timestamp. */
  readonly timestamp: number
  /** When it did, ms on the clock of `performance.now()`. */
  readonly atMs: number
}

/** One WebRTC connection as a client of a handler makes it. */
export interface Peer {
  /** Which media the connection has a line for. */
  readonly kinds: readonly TrackKind[]
  createOffer(): Promise<string>
  acceptAnswer(sdp: string): Promise<void>
  /** Sends `track` from now on, without renegotiation; null = nothing. */
  sendTrack(kind: TrackKind, track: MediaStreamTrack | null): Promise<void>
  /** Throws `closed` without an open channel and `limit` above {@link MAX_MESSAGE_BYTES}. */
  sendText(text: string): void
  /** All that the browser measures of the connection (W3C webrtc-stats). */
  stats(): Promise<RTCStatsReport>
  /** Which sound is being played; null before any. */
  played(): PlayedSound | null
  close(): void
}

/** Enough for 640x480 at 30 pictures a second from the first one. */
const VIDEO_START_KBPS = 2000

const directions: { readonly [M in Mode]: RTCRtpTransceiverDirection } = {
  send: 'sendonly',
  receive: 'recvonly',
  'send-receive': 'sendrecv',
}

const kindsOf: { readonly [M in Modality]: readonly TrackKind[] } = {
  audio: ['audio'],
  video: ['video'],
  'audio-video': ['audio', 'video'],
}

/** Both were added to Chromium after its typings: how much the receiver may hold back, in s and in ms. */
interface UrgentReceiver {
  playoutDelayHint: number
  jitterBufferTarget: number
}

export function textBytes(text: string): number {
  return new TextEncoder().encode(text).length
}

export function createPeer({ modality, mode, layout }: PeerOptions, listener: PeerListener): Peer {
  // No servers: the engine is on this computer.
  const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' })
  const kinds = kindsOf[modality]
  const transceivers = new Map(
    kinds.map((kind) => [kind, connection.addTransceiver(kind, { direction: directions[mode] })]),
  )
  const channel = connection.createDataChannel('text')
  const stereo = (sdp: string) => (layout === 'stereo' ? withStereoOpus(sdp) : sdp)

  connection.onconnectionstatechange = () => listener.onConnection(connection.connectionState)
  connection.onicecandidate = ({ candidate }) => candidate && listener.onCandidate(candidate.toJSON())
  connection.ontrack = ({ track, receiver }) => {
    const urgent: Partial<UrgentReceiver> = { playoutDelayHint: 0, jitterBufferTarget: 0 }
    Object.assign(receiver, urgent)
    listener.onTrack(track.kind as TrackKind, track)
  }
  channel.onopen = () => listener.onChannel('open')
  channel.onclose = () => listener.onChannel('closed')
  channel.onmessage = ({ data }: MessageEvent<unknown>) => typeof data === 'string' && listener.onText(data)

  return {
    kinds,
    createOffer: async () => {
      const offer = await connection.createOffer()
      const sdp = stereo(offer.sdp ?? '')
      await connection.setLocalDescription({ type: 'offer', sdp })
      return sdp
    },
    acceptAnswer: (answer) => {
      const sdp = withVideoStartBitrate(stereo(answer), VIDEO_START_KBPS)
      return connection.setRemoteDescription({ type: 'answer', sdp })
    },
    sendTrack: async (kind, track) => {
      await transceivers.get(kind)?.sender.replaceTrack(track)
    },
    sendText: (text) => sendText(channel, text),
    stats: () => connection.getStats(),
    played() {
      const [source] = transceivers.get('audio')?.receiver.getSynchronizationSources() ?? []
      return source
        ? { timestamp: source.rtpTimestamp, atMs: source.timestamp - performance.timeOrigin }
        : null
    },
    close: () => {
      for (const end of [connection, channel]) Object.assign(end, silent)
      channel.close()
      connection.close()
    },
  }
}

/** A closed peer tells nothing more. */
const silent = {
  onconnectionstatechange: null,
  onicecandidate: null,
  ontrack: null,
  onopen: null,
  onclose: null,
  onmessage: null,
}

function sendText(channel: RTCDataChannel, text: string): void {
  if (channel.readyState !== 'open') {
    throw new SoundcheckError('closed', 'There is no connection to send the message on.', {
      hint: 'Press Start first.',
    })
  }
  const bytes = textBytes(text)
  if (bytes > MAX_MESSAGE_BYTES) {
    throw new SoundcheckError(
      'limit',
      `The message has ${bytes.toLocaleString('en')} bytes; a data channel carries at most ${MAX_MESSAGE_BYTES.toLocaleString('en')}.`,
      { hint: 'Send it in parts.' },
    )
  }
  channel.send(text)
}
