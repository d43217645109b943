/** What a handler file imports as 'soundcheck'. */
export type { JsonSchema, JsonValue } from '../../contract/json'
export type { Isolation, Modality, Mode } from '../../contract/manifest'
export type { ChannelLayout, PixelFormat } from '../../contract/media'
export { AdditionalOutputs } from './additional-outputs'
export { aggregateBytesTo16bit, asyncAggregateBytesTo16bit } from './aggregate-bytes'
export { AsyncAudioVideoStreamHandler } from './async-audio-video-stream-handler'
export { AsyncQueue } from './async-queue'
export { AsyncStreamHandler } from './async-stream-handler'
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
export { StreamHandler } from './stream-handler'
export { StreamHandlerBase } from './stream-handler-base'
export { VideoFrame, type VideoFrameInit } from './video-frame'
export { waitForItem } from './wait-for-item'
export { warning } from './warning'
export { audioFromBytes, audioToBytes } from './wav'
export { WebRTCError } from './webrtc-error'
export { z } from './z'
