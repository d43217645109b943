import { SoundcheckError } from '../../../contract/errors'
import { hostBinding } from '../host-binding'
import { readSileroWeights, SileroNetwork, type SileroWeights, WINDOW } from './silero-network'
import type { VadModel } from './vad-model'

let weights: SileroWeights | null = null

/** The weights, read when they are first needed and kept for the thread. */
function loadWeights(): SileroWeights {
  const binding = hostBinding()
  if (!weights && !binding) {
    throw new SoundcheckError('unavailable', 'The Silero model is there only where a host runs the handler', {
      hint: 'Give ReplyOnPause a model of your own in tests outside of Soundcheck.',
    })
  }
  weights ??= readSileroWeights(binding?.readAsset('silero-vad.bin') ?? new Uint8Array())
  return weights
}

/** The Silero voice activity detector: windows of 32 ms at 16 kHz. */
export const sileroVad: VadModel = {
  sampleRate: 16_000,
  windowSize: WINDOW,
  open: () => new SileroNetwork(loadWeights()),
}
