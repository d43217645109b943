import { WAVE_STEP_MS } from '../../contract/wave'
import type { TimedBlock } from './level-processor'

/** A quiet start, the burst, and room for it to come: ms. */
const BURST = { afterMs: 150, lengthMs: 20, waitMs: 300 } as const
const LOUD = 0.2

/**
 * How much later than it passed a track's sound is measured, ms: what the browser puts between a track and whoever listens to it. Measured
 * with a burst on a track of its own that nobody hears; 0 where it did not come.
 */
export async function measureTapDelay(context: AudioContext): Promise<number> {
  const destination = context.createMediaStreamDestination()
  const tone = new OscillatorNode(context, { frequency: 2000 })
  const gain = new GainNode(context, { gain: 0 })
  const source = context.createMediaStreamSource(destination.stream)
  const node = new AudioWorkletNode(context, 'level', { numberOfInputs: 1, numberOfOutputs: 1 })
  tone.connect(gain).connect(destination)
  source.connect(node).connect(context.destination)
  const begins = context.currentTime + BURST.afterMs / 1000
  gain.gain.setValueAtTime(0.9, begins)
  gain.gain.setValueAtTime(0, begins + BURST.lengthMs / 1000)
  tone.start()
  const heard = await new Promise<number | null>((resolve) => {
    setTimeout(() => resolve(null), BURST.afterMs + BURST.waitMs)
    node.port.onmessage = ({ data: { at, peaks } }: MessageEvent<TimedBlock>) => {
      const step = peaks.findIndex((peak) => peak > LOUD)
      if (step >= 0) resolve(at - ((peaks.length - step) * WAVE_STEP_MS) / 1000)
    }
  })
  node.port.onmessage = null
  node.port.postMessage('close')
  for (const one of [tone, gain, source, node]) one.disconnect()
  return heard === null ? 0 : Math.max(0, (heard - begins) * 1000)
}
