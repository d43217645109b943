import { LEVEL_WINDOW_MS } from './level'
import { createLevelWindow } from './level-window'

declare const sampleRate: number
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void

/** Source: Web Audio API, "render quantum size". */
const RENDER_QUANTUM = 128

class LevelProcessor extends AudioWorkletProcessor {
  readonly #add = createLevelWindow(Math.round((sampleRate * LEVEL_WINDOW_MS) / 1000), (block) =>
    this.port.postMessage(block),
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
