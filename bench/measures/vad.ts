import { readFileSync } from 'node:fs'
import { env, InferenceSession, Tensor } from 'onnxruntime-web'
import { silero } from '../../handlers/kit/testing/run-turns'
import { readSileroWeights, SileroNetwork } from '../../handlers/kit/vad/silero-network'
import { sileroModelFile, sileroWeights } from '../../scripts/assets/silero-asset.mjs'
import { distributionOf } from '../figure'
import type { Measure } from './measure'

/** A minute and a half of sound; what the compilers still work on in the first quarter is left out. */
const WINDOWS = 3000
const WARM_UP = 750
/** Of one processor: the budget of a session. */
const BUDGET_IN_MS = 0.03 * 32

async function timed(judge: (window: Float32Array) => unknown): Promise<number[]> {
  const times: number[] = []
  const window = Float32Array.from({ length: silero.windowSize }, (_, n) => 0.1 * Math.sin(n * n))
  for (let n = 0; n < WINDOWS; n++) {
    const begun = performance.now()
    await judge(window)
    if (n >= WARM_UP) times.push(performance.now() - begun)
  }
  return times
}

/** The same model in onnxruntime's WebAssembly, on one thread. */
async function openReference() {
  env.wasm.numThreads = 1
  const begun = performance.now()
  const session = await InferenceSession.create(readFileSync(sileroModelFile()))
  const loaded = performance.now() - begun
  const sr = new Tensor('int64', BigInt64Array.of(16_000n), [])
  let state = new Tensor('float32', new Float32Array(256), [2, 1, 128])
  const input = new Float32Array(576)
  return {
    loaded,
    async judge(window: Float32Array): Promise<void> {
      input.set(window, 64)
      const output = await session.run({ input: new Tensor('float32', input, [1, 576]), state, sr })
      state = output.stateN as typeof state
    },
  }
}

/** The voice activity detector, window after window; the baseline is onnxruntime-web with the same model. */
export const vad: Measure = {
  name: 'vad',
  inApp: false,
  async run() {
    const bytes = sileroWeights()
    const begun = performance.now()
    const detector = new SileroNetwork(readSileroWeights(bytes))
    const loaded = performance.now() - begun
    const own = await timed((window) => detector.probability(window))
    const reference = await openReference()
    const theirs = await timed(reference.judge)
    return [
      {
        name: 'speech recognised as such: one window of 32 ms',
        unit: 'ms',
        measured: distributionOf(own),
        baseline: distributionOf(theirs),
        target: { of: 'p50', above: 'zero', limit: BUDGET_IN_MS },
      },
      {
        name: 'speech recognised as such: getting ready',
        unit: 'ms',
        measured: distributionOf([loaded]),
        baseline: distributionOf([reference.loaded]),
        target: null,
      },
    ]
  },
}
