/** What a handler file imports as 'soundcheck', but for `z`: it is loaded when a handler asks for it. */
export { SoundcheckError } from '../../contract/errors'
export type { JsonSchema, JsonValue } from '../../contract/json'
export type { Isolation, Modality, Mode } from '../../contract/manifest'
export type { ChannelLayout, PixelFormat } from '../../contract/media'
export { AdditionalOutputs } from './additional-outputs'
export { aggregateBytesTo16bit, asyncAggregateBytesTo16bit } from './aggregate-bytes'
export { AsyncAudioVideoStreamHandler } from './async-audio-video-stream-handler'
export { AsyncQueue } from './async-queue'
export { AsyncStreamHandler } from './async-stream-handler'
export { AudioGenerator, type AudioGeneratorFunction } from './audio-generator'
export { AudioVideoStreamHandler } from './audio-video-stream-handler'
export { CloseStream } from './close-stream'
export { getCurrentContext } from './context'
export { createMessage } from './create-message'
export type { Cancellable, EventLoop, Task } from './event-loop'
export type {
  AudioFrame,
  EmitType,
  EmittedAudio,
  PlanarSamples,
  Samples,
  VideoEmitType,
} from './frames'
export type { HandlerOptions } from './handler-options'
export type { HandlerContext } from './host-binding'
export type { HandlerChannel } from './instance-runtime'
export { OneShotEvent } from './one-shot-event'
export { audioToFloat32, audioToInt16 } from './pcm'
export { pushToTalk } from './push-to-talk'
export { StreamHandler } from './stream-handler'
export { StreamHandlerBase } from './stream-handler-base'
export { createHttpSpeechToText, type HttpSpeechToTextOptions } from './stt/http-speech-to-text'
export { createPocketSphinx, type PocketSphinxOptions } from './stt/pocket-sphinx'
export type { SpeechToText, TranscriptionHints } from './stt/speech-to-text'
export type { AppState } from './turns/app-state'
export type {
  ReplyFunction,
  ReplyGenerator,
  ReplyOnPauseOptions,
  StartupFunction,
} from './turns/reply-on-pause'
export { ReplyOnPause } from './turns/reply-on-pause'
export { ReplyOnStopWords, type ReplyOnStopWordsOptions } from './turns/reply-on-stop-words'
export type { WebRTCData } from './turns/web-rtc-data'
export { createResampler, type Resampler } from './vad/resampler'
export { sileroVad } from './vad/silero-vad'
export type { AlgoOptions, SileroVadOptions } from './vad/speech-options'
export type { VadDetector, VadModel } from './vad/vad-model'
export { VideoCallback, type VideoCallbackOptions, type VideoFunction } from './video-callback'
export { VideoFrame, type VideoFrameInit } from './video-frame'
export {
  VideoGenerator,
  type VideoGeneratorFunction,
  type VideoGeneratorOptions,
} from './video-generator'
export { waitForItem } from './wait-for-item'
export { warning } from './warning'
export { audioFromBytes, audioToBytes } from './wav'
export { WebRTCError } from './webrtc-error'
