import { SoundcheckError } from '../../contract/errors'
import type { LevelBlock } from './level'
import type { LevelFeed } from './level-feed'
import type { TimedBlock } from './level-processor'
import levelProcessorUrl from './level-processor.ts?worker&url'
import { measureTapDelay } from './tap-delay'

/** The window's audio context: built-in sources are made in it and all sound is measured in it. */
export interface AudioGraph {
  readonly context: AudioContext
  /** When the context has rendered `time`, s on its clock; ms on the clock of `performance.now()`. null while nobody knows. */
  renderedAt(time: number): number | null
  /** Measures `track` into `feed` until the returned function is called. */
  listen(track: MediaStreamTrack, feed: LevelFeed): () => void
  close(): Promise<void>
}

/** Source: RFC 7587 section 4.1, so that nothing is resampled between the graph and the Opus encoder. */
const SAMPLE_RATE_HZ = 48_000

export async function createAudioGraph(now: () => number): Promise<AudioGraph> {
  const context = new AudioContext({ sampleRate: SAMPLE_RATE_HZ, latencyHint: 'interactive' })
  try {
    await context.audioWorklet.addModule(levelProcessorUrl)
    await context.resume()
  } catch (thrown) {
    await context.close()
    throw new SoundcheckError('unavailable', 'The audio system of this computer could not be started.', {
      hint: 'Check the sound settings of the system, then press Start again.',
      cause: thrown,
    })
  }
  let tapDelayMs = 0
  // Nobody waits for it: the first sounds of a call are told of without it.
  measureTapDelay(context).then(
    (ms) => {
      tapDelayMs = ms
    },
    (thrown: unknown) => console.warn('The delay of the meters is not known:', thrown),
  )
  const passedAt = (time: number): number | null => {
    const passed = whenPassed(context, time)
    return passed === null ? null : passed - tapDelayMs
  }
  return {
    context,
    renderedAt: (time) => whenPassed(context, time),
    listen: (track, feed) => listen(context, track, (block) => feed.push(block, now()), passedAt),
    close: async () => {
      if (context.state !== 'closed') await context.close()
    },
  }
}

/**
 * When what the context renders at `time`, s on its clock, passed it, ms on the clock of `performance.now()`: what is heard of it is
 * later by the latency of the output. null while the sound system does not tell. Source: Web Audio API, `getOutputTimestamp`.
 */
function whenPassed(context: AudioContext, time: number): number | null {
  const { contextTime, performanceTime } = context.getOutputTimestamp()
  if (!contextTime || !performanceTime) return null
  return performanceTime + (time - contextTime - (context.outputLatency || 0)) * 1000
}

function listen(
  context: AudioContext,
  track: MediaStreamTrack,
  onBlock: (block: LevelBlock) => void,
  passedAt: (time: number) => number | null,
) {
  const source = context.createMediaStreamSource(new MediaStream([track]))
  const node = new AudioWorkletNode(context, 'level', { numberOfInputs: 1, numberOfOutputs: 1 })
  node.port.onmessage = ({ data: { at, ...block } }: MessageEvent<TimedBlock>) =>
    onBlock({ ...block, endsAt: passedAt(at) })
  // A node that leads nowhere is not run; this one gives silence.
  source.connect(node).connect(context.destination)
  return () => {
    node.port.onmessage = null
    node.port.postMessage('close')
    source.disconnect()
    node.disconnect()
  }
}
