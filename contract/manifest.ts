import type { JsonSchema, JsonValue } from './json'
import type { ChannelLayout, PixelFormat } from './media'
import type { TurnTaking } from './turns'

/** Which class of the kit a handler extends or is made with. */
export const handlerKinds = [
  'StreamHandler',
  'AsyncStreamHandler',
  'AudioVideoStreamHandler',
  'AsyncAudioVideoStreamHandler',
  'ReplyOnPause',
  'ReplyOnStopWords',
  'VideoCallback',
  'AudioGenerator',
  'VideoGenerator',
] as const
export type HandlerKind = (typeof handlerKinds)[number]

export type Modality = 'audio' | 'video' | 'audio-video'
/** From the peer's side: `send` = the peer sends and the handler only receives. */
export type Mode = 'send' | 'receive' | 'send-receive'
export type Isolation = 'auto' | 'thread' | 'process'

/** What is known of a handler file after it was loaded once in a throw-away host. */
export interface HandlerManifest {
  readonly kind: HandlerKind
  readonly className: string
  /** `stream.title`, or the class name, or the file's name. */
  readonly title: string
  readonly modality: Modality
  readonly mode: Mode
  readonly expectedLayout: ChannelLayout
  /** Hz. */
  readonly inputSampleRate: number
  /** Hz, a multiple of 50. */
  readonly outputSampleRate: number
  /** Frames per second of emitted video. */
  readonly fps: number
  readonly videoFormat: PixelFormat
  readonly isolation: Isolation
  readonly turns: TurnTaking | null
  /** Sessions at once; null = no limit. */
  readonly concurrencyLimit: number | null
  /** Seconds a session may last; null = no limit. Source: FastRTC `time_limit`. */
  readonly timeLimitInS: number | null
  /** An object schema whose properties, in order, are the handler's inputs; null = it has none. */
  readonly inputs: JsonSchema | null
  /** The value of each input when a session starts. */
  readonly inputDefaults: { readonly [name: string]: JsonValue }
}
