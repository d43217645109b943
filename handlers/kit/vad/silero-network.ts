import FFT from 'fft.js'
import { SoundcheckError } from '../../../contract/errors'
import { type AffineMap, createAffineMap } from './affine-map'

/** Samples of the window, at 16 kHz: 32 ms. */
export const WINDOW = 512
/** Samples of the window before that are looked at once more. */
const CONTEXT = 64
/** Samples beyond the end, mirrored from before it. */
const MIRRORED = 64
const FFT_SIZE = 256
const HOP = 128
const STEPS = (CONTEXT + WINDOW + MIRRORED - FFT_SIZE) / HOP + 1
const BINS = FFT_SIZE / 2 + 1
const HIDDEN = 128
const KERNEL = 3
/** Output channels and stride of the four convolutions. */
const LAYERS = [
  { outputs: 128, stride: 1 },
  { outputs: 64, stride: 2 },
  { outputs: 64, stride: 2 },
  { outputs: 128, stride: 1 },
] as const

interface Layer {
  readonly inputs: number
  readonly stride: number
  readonly map: AffineMap
}

/** The weights, made ready once and shared by all networks. */
export interface SileroWeights {
  /** The window that the spectrum is taken through, {@link FFT_SIZE} values. */
  readonly taper: Float32Array
  readonly layers: readonly Layer[]
  readonly fromInput: AffineMap
  readonly fromState: AffineMap
  readonly toOutput: Float32Array
  readonly outputBias: number
}

/**
 * Takes the weights of the Silero model apart.
 *
 * @param bytes little-endian floats, in the order of scripts/assets/silero-asset.mjs.
 * @throws SoundcheckError `internal` when there are too few or too many.
 */
export function readSileroWeights(bytes: Uint8Array): SileroWeights {
  const all = new Float32Array(new Uint8Array(bytes).buffer)
  let at = 0
  const take = (count: number): Float32Array => {
    at += count
    return all.subarray(at - count, at)
  }
  // Each basis function is a sine or cosine under one taper; the first one is the taper itself.
  const taper = take(2 * BINS * FFT_SIZE).subarray(0, FFT_SIZE)
  let inputs = BINS
  const layers = LAYERS.map(({ outputs, stride }) => {
    const weights = tapsFirst(take(outputs * inputs * KERNEL), inputs)
    const layer = { inputs, stride, map: createAffineMap(weights, take(outputs)) }
    inputs = outputs
    return layer
  })
  const [inputWeights, stateWeights] = [take(4 * HIDDEN * HIDDEN), take(4 * HIDDEN * HIDDEN)]
  const fromInput = createAffineMap(inputWeights, take(4 * HIDDEN))
  const fromState = createAffineMap(stateWeights, take(4 * HIDDEN))
  const [toOutput, outputBias] = [take(HIDDEN), take(1)[0]]
  if (outputBias === undefined || at !== all.length) {
    throw new SoundcheckError('internal', `The Silero model has ${all.length} weights, not ${at}`)
  }
  return { taper, layers, fromInput, fromState, toOutput, outputBias }
}

/** From [output][input][tap] to [output][tap][input]: then a convolution reads its input in one run. */
function tapsFirst(weights: Float32Array, inputs: number): Float32Array {
  return Float32Array.from(weights, (_, n) => {
    const output = Math.floor(n / (inputs * KERNEL))
    const tap = Math.floor(n / inputs) % KERNEL
    return weights[(output * inputs + (n % inputs)) * KERNEL + tap] as number
  })
}

/**
 * The Silero voice activity detector (MIT licence) for 16 kHz, versions 5 and 6: magnitude spectrum, four convolutions,
 * one LSTM cell, one output. Equal to what onnxruntime makes of the model to five digits; see
 * docs/decisions/0016-voice-activity-detector.md for why it is computed here.
 */
export class SileroNetwork {
  readonly #weights: SileroWeights
  readonly #fft = new FFT(FFT_SIZE)
  readonly #samples = new Float32Array(CONTEXT + WINDOW + MIRRORED)
  readonly #frame = new Float32Array(FFT_SIZE)
  readonly #spectrum = this.#fft.createComplexArray()
  readonly #hidden = new Float32Array(HIDDEN)
  readonly #cell = new Float32Array(HIDDEN)
  readonly #gates = new Float32Array(4 * HIDDEN)
  readonly #recurrent = new Float32Array(4 * HIDDEN)

  constructor(weights: SileroWeights) {
    this.#weights = weights
  }

  reset(): void {
    for (const memory of [this.#samples, this.#hidden, this.#cell]) memory.fill(0)
  }

  /**
   * How likely the window is speech, 0..1.
   *
   * @param window {@link WINDOW} samples at 16 kHz in -1..1.
   */
  probability(window: Float32Array): number {
    this.#shiftIn(window)
    let signal = this.#magnitudes()
    for (const layer of this.#weights.layers) signal = convolve(layer, signal)
    return this.#remember(signal)
  }

  #shiftIn(window: Float32Array): void {
    const samples = this.#samples
    samples.copyWithin(0, WINDOW, WINDOW + CONTEXT)
    samples.set(window, CONTEXT)
    const last = CONTEXT + WINDOW - 1
    for (let n = 1; n <= MIRRORED; n++) samples[last + n] = samples[last - n] as number
  }

  /** {@link STEPS} spectra of {@link BINS} each. */
  #magnitudes(): Float32Array {
    const { taper } = this.#weights
    const magnitudes = new Float32Array(STEPS * BINS)
    for (let step = 0; step < STEPS; step++) {
      for (let n = 0; n < FFT_SIZE; n++) {
        this.#frame[n] = (this.#samples[step * HOP + n] as number) * (taper[n] as number)
      }
      this.#fft.realTransform(this.#spectrum, this.#frame)
      for (let bin = 0; bin < BINS; bin++) {
        const [real, imaginary] = [this.#spectrum[2 * bin] as number, this.#spectrum[2 * bin + 1] as number]
        magnitudes[step * BINS + bin] = Math.sqrt(real * real + imaginary * imaginary)
      }
    }
    return magnitudes
  }

  /** One step of the LSTM cell; gates in PyTorch's order: input, forget, cell, output. */
  #remember(features: Float32Array): number {
    const { fromInput, fromState, toOutput, outputBias } = this.#weights
    fromInput.apply(features, 0, this.#gates, 0)
    fromState.apply(this.#hidden, 0, this.#recurrent, 0)
    const gate = (kind: number, n: number): number =>
      (this.#gates[kind * HIDDEN + n] as number) + (this.#recurrent[kind * HIDDEN + n] as number)
    let sum = outputBias
    for (let n = 0; n < HIDDEN; n++) {
      const cell =
        sigmoid(gate(1, n)) * (this.#cell[n] as number) + sigmoid(gate(0, n)) * Math.tanh(gate(2, n))
      const hidden = sigmoid(gate(3, n)) * Math.tanh(cell)
      this.#cell[n] = cell
      this.#hidden[n] = hidden
      sum += (toOutput[n] as number) * Math.max(0, hidden)
    }
    return sigmoid(sum)
  }
}

/** A convolution over three steps, with silence before the first and after the last, and no negative output. */
function convolve({ inputs, stride, map }: Layer, signal: Float32Array): Float32Array {
  const steps = Math.floor((signal.length / inputs - 1) / stride) + 1
  const output = new Float32Array(steps * map.rows)
  for (let step = 0; step < steps; step++) {
    map.apply(signal, (step * stride - 1) * inputs, output, step * map.rows)
  }
  for (let n = 0; n < output.length; n++) output[n] = Math.max(0, output[n] as number)
  return output
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}
