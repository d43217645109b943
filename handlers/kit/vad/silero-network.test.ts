import { readFileSync } from 'node:fs'
import { InferenceSession, Tensor } from 'onnxruntime-web'
import { beforeAll, describe, expect, it } from 'vitest'
import { sileroModelFile, sileroWeights } from '../../../scripts/assets/silero-asset.mjs'
import { audioFromBytes } from '../wav'
import { readSileroWeights, SileroNetwork, WINDOW } from './silero-network'

const speech = new URL('../../../renderer/assets/speech.wav', import.meta.url)

/** The probability of each window, computed by onnxruntime from the model as it ships. */
async function reference(windows: readonly Float32Array[]): Promise<number[]> {
  const session = await InferenceSession.create(readFileSync(sileroModelFile()))
  const sr = new Tensor('int64', BigInt64Array.of(16_000n), [])
  let state = new Tensor('float32', new Float32Array(256), [2, 1, 128])
  const input = new Float32Array(64 + WINDOW)
  const probabilities: number[] = []
  for (const window of windows) {
    input.copyWithin(0, WINDOW)
    input.set(window, 64)
    const output = await session.run({
      input: new Tensor('float32', input.slice(), [1, input.length]),
      state,
      sr,
    })
    state = output.stateN as typeof state
    probabilities.push(Number(output.output?.data[0]))
  }
  return probabilities
}

describe('the Silero network', () => {
  let windows: Float32Array[]
  let network: SileroNetwork

  beforeAll(() => {
    const [rate, samples] = audioFromBytes(readFileSync(speech))
    expect(rate).toBe(16_000)
    windows = Array.from({ length: Math.floor(samples.length / WINDOW) }, (_, n) =>
      Float32Array.from(samples.subarray(n * WINDOW, (n + 1) * WINDOW), (sample) => sample / 32_768),
    )
    network = new SileroNetwork(readSileroWeights(sileroWeights()))
  })

  it('gives what onnxruntime makes of the model, to four digits, over nine seconds of speech', async () => {
    const expected = await reference(windows)
    const worst = Math.max(
      ...windows.map((window, n) => Math.abs(network.probability(window) - (expected[n] ?? 9))),
    )
    expect(worst).toBeLessThan(1e-4)
    expect(Math.max(...expected)).toBeGreaterThan(0.95)
  })

  it('begins anew after a reset', () => {
    network.reset()
    const first = windows.slice(0, 30).map((window) => network.probability(window))
    network.reset()
    expect(windows.slice(0, 30).map((window) => network.probability(window))).toEqual(first)
  })

  it('refuses weights of another model', () => {
    expect(() => readSileroWeights(sileroWeights().subarray(8))).toThrow(/weights/)
  })
})
