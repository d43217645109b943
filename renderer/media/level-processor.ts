import { WAVE_STEP_MS } from '../../contract/wave'
import { LEVEL_WINDOW_MS } from './level'
import { createLevelWindow, type MeasuredBlock } from './level-window'

declare const sampleRate: number
/** Of the first sample that is rendered now, s on the context's clock. */
declare const currentTime: number
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void

/** What the worklet tells; `at`: when it ended, s on the context's clock. */
export type TimedBlock = MeasuredBlock & { readonly at: number }

/** Source: Web Audio API, "render quantum size". */
const RENDER_QUANTUM = 128

class LevelProcessor extends AudioWorkletProcessor {
  readonly #add = createLevelWindow(
    Math.round((sampleRate * LEVEL_WINDOW_MS) / 1000),
    LEVEL_WINDOW_MS / WAVE_STEP_MS,
    // Within a quantum, 3 ms, it is not told where the block ends.
    (block) => this.port.postMessage({ ...block, at: currentTime } satisfies TimedBlock),
  )
  #open = true

  constructor() {
    super()
    this.port.onmessage = () => {
      this.#open = false
    }
  }

  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    const channels = inputs[0] ?? []
    this.#add(channels, channels[0]?.length ?? RENDER_QUANTUM)
    return this.#open
  }
}

registerProcessor('level', LevelProcessor)
