import type { SessionSound } from '../../contract/session-sound'

const FULL_SCALE = 32_768

/** One channel of a sound, -1..1. */
export function channelOf({ samples, channels }: SessionSound, channel: number): Float32Array<ArrayBuffer> {
  const count = Math.floor(samples.length / channels)
  return Float32Array.from({ length: count }, (_, at) => (samples[at * channels + channel] ?? 0) / FULL_SCALE)
}

export interface PlayingSound {
  /** What is heard now, µs on the session's clock. */
  readonly atUs: () => number
  /** Idempotent. */
  stop(): void
}

/** Plays a part of a session on the usual output; `onEnded` is called once, also after `stop`. */
export function playSound(sound: SessionSound, onEnded: () => void): PlayingSound {
  const context = new AudioContext({ sampleRate: sound.sampleRate })
  const buffer = new AudioBuffer({
    length: Math.max(1, Math.floor(sound.samples.length / sound.channels)),
    numberOfChannels: sound.channels,
    sampleRate: sound.sampleRate,
  })
  for (let channel = 0; channel < sound.channels; channel += 1)
    buffer.copyToChannel(channelOf(sound, channel), channel)
  const source = new AudioBufferSourceNode(context, { buffer })
  const begunAt = context.currentTime
  let isOver = false
  function end(): void {
    if (isOver) return
    isOver = true
    source.onended = null
    void context.close()
    onEnded()
  }
  source.onended = end
  source.connect(context.destination)
  source.start()
  return {
    atUs() {
      // What was given to the output is heard so much later.
      const heard = context.currentTime - begunAt - (context.outputLatency || 0)
      return sound.fromMs * 1000 + Math.max(0, heard) * 1_000_000
    },
    stop: end,
  }
}
