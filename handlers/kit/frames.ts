import type { ChannelLayout } from '../../contract/media'
import type { AdditionalOutputs } from './additional-outputs'
import type { CloseStream } from './close-stream'
import type { VideoFrame } from './video-frame'

/**
 * What `receive` is given: 20 ms at `inputSampleRate` (Hz), signed 16-bit, `inputSampleRate / 50` samples per channel;
 * stereo is interleaved, left first. The array is the handler's to keep or change. (FastRTC gives 960 samples at any
 * rate; that is one of its quirks.)
 */
export type AudioFrame = readonly [sampleRate: number, samples: Int16Array]

/** Samples as 16-bit integers, or as floats in -1..1 (beyond is clipped). */
export type Samples = Int16Array | Float32Array

/** Two channels apart, of one kind and one length. */
export type PlanarSamples =
  | readonly [left: Int16Array, right: Int16Array]
  | readonly [left: Float32Array, right: Float32Array]

/**
 * Audio to be played: any length up to 60 s, any rate from 1,000 to 192,000 Hz.
 *
 * Without a layout it is mono, but for an array that `receive` gave to a stereo handler: that one stays stereo, so that
 * echoing works. `'stereo'` is interleaved; planar `[left, right]` needs no layout.
 */
export type EmittedAudio =
  | readonly [sampleRate: number, samples: Samples | PlanarSamples]
  | readonly [sampleRate: number, samples: Samples | PlanarSamples, layout: ChannelLayout]

/** What `emit` returns; `null` = nothing now. */
export type EmitType =
  | EmittedAudio
  | readonly [EmittedAudio, AdditionalOutputs | CloseStream]
  | AdditionalOutputs
  | CloseStream
  | null

/** What `videoEmit` returns; `null` = nothing now. */
export type VideoEmitType =
  | VideoFrame
  | readonly [VideoFrame, AdditionalOutputs | CloseStream]
  | AdditionalOutputs
  | CloseStream
  | null
