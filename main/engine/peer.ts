import type { RowDirection } from '../../contract/journal'
import type { ChannelCount, EncodedFrame } from '../../contract/media'
import type { RowFields, SignalPhase } from '../../contract/row-fields'

export type MediaKind = 'audio' | 'video'
export type PeerState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed'

/**
 * How audio is coded on the wire: Opus at 48 kHz stereo; G.711 mu-law, one byte a sample, mono; or not at all: 16-bit samples of
 * this machine's byte order, interleaved.
 */
export type WireAudio =
  | { readonly codec: 'opus' }
  /** `sampleRate` in Hz: 8,000 on telephones, the handler's own over a WebSocket. */
  | { readonly codec: 'pcmu'; readonly sampleRate: number }
  | { readonly codec: 'pcm'; readonly sampleRate: number; readonly channels: ChannelCount }

export type VideoCodec = 'vp8' | 'h264'

/** One frame as it came in. `pts` of mu-law counts samples. */
export type IncomingFrame = EncodedFrame & {
  /** When its first packet came, ms on the engine's clock; left out where it came in one. */
  readonly firstAt?: number
  /** RTP timestamp, as it was on the wire; left out where there is none. */
  readonly timestamp?: number
} & (WireAudio | { readonly codec: VideoCodec })

/** One direction of one medium, from us to the peer. */
export interface LocalTrack {
  /** How to code audio for it; null for video, which is VP8. */
  readonly audio: WireAudio | null
  /** Whether 20 ms in which nothing is to be heard are sent, too: RTP wants them, a telephone's queue does not. */
  readonly takesSilence: boolean
  /** Sends one encoded frame; `pts` in ticks of 48 kHz for audio, whatever its codec, and of 90 kHz for video. */
  send(payload: Uint8Array, pts: number): void
  /** RTP timestamp of what was sent last; left out where there is none. */
  timestamp?(): number | null
  /** All that was sent and not played yet is of an interrupted turn. */
  clear(): void
  /** No sound follows for now on what was sent: the end of a turn, or a gap in it. */
  ranDry?(): void
  /** What the peer says it can take, bits per second; null until it said so (REMB). */
  targetBitrate(): number | null
  readonly packetsSent: number
  close(): void
}

export interface RemoteTrack {
  readonly kind: MediaKind
  /** Packets given up as lost. */
  readonly packetsLost: number
  readonly packetsReceived: number
  /**
   * Asks the peer for a key frame, at most every 300 ms. `damaged`, as if left out: what cannot be decoded until then is dropped.
   * `joined`: somebody wants to begin to look; nothing is dropped.
   */
  requestKeyFrame(reason?: 'damaged' | 'joined'): void
  close(): void
}

/** Where messages go to and come from. */
export interface DataChannel {
  readonly label: string
  /**
   * Sends one message in its turn; `onTaken` is called when the channel has taken it, or is gone. Throws `limit` when it
   * is too large or the peer does not keep up, `closed` when the channel is not open.
   */
  send(data: string | Uint8Array, onTaken?: () => void): void
  /** Resolves when the peer has everything that was sent, when the channel is closed, or after `limit` ms. */
  whenDelivered(limit: number): Promise<void>
  /** Messages that wait, and how long the oldest has, ms. */
  waiting(): { readonly count: number; readonly ageMs: number }
  onMessage(listener: (data: string | Uint8Array) => void): void
  onClosed(listener: () => void): void
}

/** An RTP packet, or a compound of RTCP packets, without its encryption. */
export interface PassedPacket {
  readonly direction: RowDirection
  /** Engine clock, ms. */
  readonly at: number
  /** Nobody writes to them afterwards. */
  readonly bytes: Uint8Array
}

/** What packets of one payload type hold. */
export interface WireCodec {
  readonly medium: MediaKind
  /** In lower case, as RFC 4855 registers it: `opus`, `vp8`, `h264`. */
  readonly name: string
  /** Of its timestamps, Hz. */
  readonly clockRate: number
}

/** One step of how a connection comes about, and what was agreed on. */
export interface SignalNote {
  readonly phase: SignalPhase
  readonly text: string
  readonly direction?: RowDirection
  readonly fields?: RowFields
}

/** What there is to record of a connection that has packets and negotiates. */
export interface WireEvents {
  /** Each payload type that may come or go; before the first packet. */
  agreed(codecs: ReadonlyMap<number, WireCodec>): void
  rtp(packet: PassedPacket): void
  rtcp(compound: PassedPacket): void
  signal(note: SignalNote): void
}

/** What a peer tells its session. */
export interface PeerEvents {
  /** Left out = nobody keeps a record. */
  readonly wire?: WireEvents
  stateChanged(state: PeerState): void
  frame(kind: MediaKind, frame: IncomingFrame): void
  channelOpened(channel: DataChannel): void
  keyFrameRequested(): void
}

export interface CandidateInit {
  readonly candidate: string
  readonly sdpMid: string | null
  readonly sdpMLineIndex: number | null
}

/** The engine's end of one connection, whatever it goes over. */
export interface Peer {
  /** Takes up the connection; resolves to the SDP answer, or to '' where there is none. Throws `invalid` for an offer that cannot be used. */
  open(): Promise<string>
  /** Takes a trickled ICE candidate, also before `open`; throws `invalid` when it is malformed, or there is no ICE. */
  addCandidate(candidate: CandidateInit): Promise<void>
  local(kind: MediaKind): LocalTrack | undefined
  remote(kind: MediaKind): RemoteTrack | undefined
  /** The handler's loops have begun: before that, what comes in is lost on it. Called again for each further instance. */
  handlerStarted?(): void
  /** Idempotent; resolves when all sockets are closed. */
  close(): Promise<void>
}

/** Makes the peer of a session that is being opened. */
export type Connect = (on: PeerEvents) => Peer
