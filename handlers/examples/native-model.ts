// Native model
// Runs a neural network on your voice with ONNX Runtime, a native package: here a small one that makes you sound as
// through an overdriven amplifier.
//
// Needs: npm install onnxruntime-node

import { InferenceSession, Tensor } from 'onnxruntime-node'
import {
  AsyncQueue,
  AsyncStreamHandler,
  type AudioFrame,
  audioToFloat32,
  audioToInt16,
  type EmitType,
  waitForItem,
  z,
} from 'soundcheck'

// Native code cannot be stopped safely in a thread, so Soundcheck moves a handler that loads some to a process of its
// own. `export const isolation = 'process'` would ask for that beforehand.
export const stream = {
  title: 'Native model',
  inputs: z.object({
    drive: z.number().min(0.5).max(30).default(6).describe('How hard the amplifier is driven'),
  }),
}

/** An ONNX model of 124 bytes: `y = tanh(x * drive)`, for samples `x` of shape [1, n] and a scalar `drive`. */
const MODEL =
  'CAg6dAoXCgF4CgVkcml2ZRIGZHJpdmVuIgNNdWwKEQoGZHJpdmVuEgF5IgRUYW5oEglzb2Z0LWNsaXBaFAoBeBIPCg0IARIJ' +
  'CgIIAQoDEgFuWg8KBWRyaXZlEgYKBAgBEgBiFAoBeRIPCg0IARIJCgIIAQoDEgFuQgIQDQ=='

export default class NativeModel extends AsyncStreamHandler {
  private readonly driven = new AsyncQueue<AudioFrame>()
  private model: Promise<InferenceSession> | undefined

  override async startUp(): Promise<void> {
    await this.load()
  }

  async receive([sampleRate, samples]: AudioFrame): Promise<void> {
    const model = await this.load()
    const { y } = await model.run({
      x: new Tensor('float32', audioToFloat32(samples), [1, samples.length]),
      drive: new Tensor('float32', [Number(this.latestArgs[1])], []),
    })
    // A tensor may hold numbers of many kinds.
    if (!(y?.data instanceof Float32Array)) throw new TypeError('The model gave no floats in its output "y"')
    await this.driven.put([sampleRate, audioToInt16(y.data)])
  }

  async emit(): Promise<EmitType> {
    return await waitForItem(this.driven)
  }

  override async shutdown(): Promise<void> {
    const model = await this.model
    await model?.release()
  }

  /** Sound may come before `startUp` has ended: whoever is first loads the model, once. */
  private load(): Promise<InferenceSession> {
    // 20 ms of sound are too little work to share among threads.
    this.model ??= InferenceSession.create(Buffer.from(MODEL, 'base64'), { intraOpNumThreads: 1 })
    return this.model
  }
}
