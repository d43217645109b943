import { SoundcheckError } from '../../contract/errors'
import type { LevelBlock } from './level'
import type { LevelFeed } from './level-feed'
import levelProcessorUrl from './level-processor.ts?worker&url'

/** The window's audio context: built-in sources are made in it and all sound is measured in it. */
export interface AudioGraph {
  readonly context: AudioContext
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
  return {
    context,
    listen: (track, feed) => listen(context, track, feed, now),
    close: async () => {
      if (context.state !== 'closed') await context.close()
    },
  }
}

function listen(context: AudioContext, track: MediaStreamTrack, feed: LevelFeed, now: () => number) {
  const source = context.createMediaStreamSource(new MediaStream([track]))
  const node = new AudioWorkletNode(context, 'level', { numberOfInputs: 1, numberOfOutputs: 1 })
  node.port.onmessage = (event: MessageEvent<LevelBlock>) => feed.push(event.data, now())
  // A node that leads nowhere is not run; this one gives silence.
  source.connect(node).connect(context.destination)
  return () => {
    node.port.onmessage = null
    node.port.postMessage('close')
    source.disconnect()
    node.disconnect()
  }
}
