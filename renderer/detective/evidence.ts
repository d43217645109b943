import type { HandlerManifest } from '../../contract/manifest'
import type { MediaAccess } from '../../contract/metrics'
import type { SessionLinks } from '../../contract/session-links'
import type { SessionEntry } from '../../contract/state'

/** Whether a permission was given: as the browser part of the app has it, and the operating system. */
export interface PermissionEvidence {
  readonly browser: PermissionState | null
  readonly system: MediaAccess
}

/** A source that is chosen to be sent. */
export interface SourceEvidence {
  /** `built-in`: made by this app; `none`: chosen not to be there. */
  readonly kind: 'device' | 'built-in' | 'none'
  /** Whether silence is what the source is there for. */
  readonly isSilence: boolean
  readonly label: string
  readonly isListed: boolean
  readonly permission: PermissionEvidence
  /** By the person, in this window. */
  readonly isOff: boolean
  /** Why it could not be opened to be looked at; null when it could, or was not tried. */
  readonly failure: { readonly message: string; readonly hint: string | null } | null
  readonly track: TrackEvidence | null
}

/** Source: W3C Media Capture and Streams, section 4.3. */
export interface TrackEvidence {
  readonly isLive: boolean
  /** The device gives nothing for now: its switch, or the system. */
  readonly isMuted: boolean
  readonly isEnabled: boolean
}

/** What a level meter has heard since the check began. */
export interface HeardEvidence {
  readonly blocks: number
  /** The loudest block's RMS, dBFS; -100 is digital silence. */
  readonly loudest: number
}

/** One direction of one medium as the browser measures it: W3C webrtc-stats; 0 for what it does not tell. */
export interface StreamEvidence {
  /** RTP packets since the connection began. */
  readonly packets: number
  readonly lost: number
  /** Received sound that was made up for packets that did not come, and all of it: samples. */
  readonly concealed: number
  readonly samples: number
  /** Pictures encoded (sent) or decoded (received). */
  readonly frames: number
  /** Square of the sound's amplitude over time (`totalAudioEnergy`). */
  readonly energy: number
}

/** The two directions; null = the browser knows of no such stream. */
export interface ConnectionEvidence {
  /** Of the encryption: `connected` while all is well (`RTCDtlsTransportState`); null = not known yet. */
  readonly state: string | null
  readonly sent: { readonly audio: StreamEvidence | null; readonly video: StreamEvidence | null }
  readonly received: { readonly audio: StreamEvidence | null; readonly video: StreamEvidence | null }
  /** Samples that the output took (`media-playout`); null where the browser does not tell. */
  readonly played: number | null
}

/** The element that plays what the handler says. */
export interface PlayerEvidence {
  readonly hasStream: boolean
  readonly isPaused: boolean
  readonly isMuted: boolean
  /** 0..1 */
  readonly volume: number
}

export interface OutputEvidence {
  /** null = the system's default. */
  readonly label: string | null
  /** Whether the chosen device is in the list. */
  readonly isListed: boolean
  /** Output devices that the system lists. */
  readonly devices: number
  /** The element plays on another device than the one that is chosen. */
  readonly isElsewhere: boolean
  /** It was turned off here because sound and microphone had begun to feed each other. */
  readonly isHowling: boolean
}

/** What this window knows of its own call. */
export interface WindowEvidence {
  readonly microphone: SourceEvidence
  readonly camera: SourceEvidence
  readonly context: AudioContextState | null
  readonly heardSent: HeardEvidence
  readonly heardReceived: HeardEvidence
  readonly connection: ConnectionEvidence | null
  readonly player: PlayerEvidence | null
  readonly output: OutputEvidence
}

/** All that is looked at, at one moment. */
export interface Evidence {
  /** ms, on the window's clock. */
  readonly at: number
  readonly manifest: HandlerManifest
  /** Whether there is a call now; without one only what comes before it is looked at. */
  readonly isLive: boolean
  /** null for the session of somebody else. */
  readonly window: WindowEvidence | null
  readonly session: SessionEntry | null
  readonly engine: SessionLinks | null
}

/** Two moments of one check. */
export interface Span {
  readonly first: Evidence
  readonly last: Evidence
}

/** How long counters are watched before one that stood still is called dead, ms. */
export const WATCHED_MS = 1900

export const elapsedOf = ({ first, last }: Span): number => last.at - first.at
