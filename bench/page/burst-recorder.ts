import { type BurstLatencies, burstLatencies, burstSamples } from './burst-latency'

const SAMPLE_RATE = 48_000
/** ms between bursts; longer than any echo that is looked for, on a busy machine, too. */
const PERIOD = 500
const LONGEST_ECHO = 460
/** Bursts come at any place in a 20 ms frame: the echo of a steady rhythm would depend on where that happens to lie. */
const JITTER = 20
/** The largest there is: the page may be busy for a third of a second without losing any of the recording. */
const RECORDER_SAMPLES = 16_384
const LEVEL = 0.5
/** Chromium gives WebAudio the sound of a connection only while an element plays it, too. */
const MUTED = 0

/** Sends bursts, and records them beside what comes back on the clock of one audio graph. */
export interface BurstRecorder {
  readonly track: MediaStreamTrack
  listenTo(track: MediaStreamTrack): void
  /** Records for `seconds`; the latencies of the bursts of that time. */
  record(seconds: number): Promise<BurstLatencies>
  close(): Promise<void>
}

/** `seconds` of silence with bursts in it. */
function burstTrain(context: AudioContext, seconds: number): AudioBuffer {
  const train = context.createBuffer(1, seconds * SAMPLE_RATE, SAMPLE_RATE)
  const burst = burstSamples(SAMPLE_RATE).map((sample) => LEVEL * sample)
  const last = seconds * 1000 - PERIOD
  for (let n = 0; n * PERIOD < last; n += 1) {
    // The golden ratio spreads the places evenly, whatever their number.
    const place = n * PERIOD + JITTER * ((n * 0.618034) % 1)
    train.copyToChannel(burst, 0, Math.round((place * SAMPLE_RATE) / 1000))
  }
  return train
}

/** Each sample says its own number (exact in 32 bits), so that a block which the page missed leaves a hole, not a shift. */
function rulerOf(context: AudioContext, seconds: number): AudioBufferSourceNode {
  const ruler = context.createBuffer(1, seconds * SAMPLE_RATE, SAMPLE_RATE)
  const numbers = ruler.getChannelData(0)
  for (let at = 0; at < numbers.length; at += 1) numbers[at] = (at + 1) / 2 ** 24
  return new AudioBufferSourceNode(context, { buffer: ruler })
}

function loop(context: AudioContext, buffer: AudioBuffer): AudioBufferSourceNode {
  const source = new AudioBufferSourceNode(context, { buffer, loop: true })
  source.start()
  return source
}

const TRAIN_SECONDS = 12

export async function createBurstRecorder(): Promise<BurstRecorder> {
  const context = new AudioContext({ sampleRate: SAMPLE_RATE })
  await context.resume()
  const bursts = loop(context, burstTrain(context, TRAIN_SECONDS))
  const sending = context.createMediaStreamDestination()
  bursts.connect(sending)
  const [track] = sending.stream.getAudioTracks()
  if (!track) throw new Error('the audio graph gives no track')
  const channels = context.createChannelMerger(3)
  bursts.connect(channels, 0, 0)
  const player = new Audio()

  return {
    track,
    listenTo(received) {
      const stream = new MediaStream([received])
      player.srcObject = stream
      player.volume = MUTED
      void player.play()
      context.createMediaStreamSource(stream).connect(channels, 0, 1)
    },
    record: (seconds) => record(context, channels, seconds),
    async close() {
      player.srcObject = null
      track.stop()
      await context.close()
    },
  }
}

async function record(context: AudioContext, channels: ChannelMergerNode, seconds: number) {
  const length = Math.ceil(seconds * SAMPLE_RATE)
  const [sent, received] = [new Float32Array(length), new Float32Array(length)]
  const ruler = rulerOf(context, Math.ceil(seconds) + 1)
  ruler.connect(channels, 0, 2)
  const recorder = context.createScriptProcessor(RECORDER_SAMPLES, 3, 1)
  const full = new Promise<void>((resolve) => {
    recorder.onaudioprocess = ({ inputBuffer }) => {
      const at = Math.round((inputBuffer.getChannelData(2)[0] ?? 0) * 2 ** 24) - 1
      if (at < 0) return
      const room = Math.max(0, length - at)
      sent.set(inputBuffer.getChannelData(0).subarray(0, room), Math.min(at, length))
      received.set(inputBuffer.getChannelData(1).subarray(0, room), Math.min(at, length))
      if (room <= RECORDER_SAMPLES) resolve()
    }
  })
  channels.connect(recorder)
  recorder.connect(context.destination)
  ruler.start()
  await full
  recorder.onaudioprocess = null
  recorder.disconnect()
  channels.disconnect(recorder)
  ruler.disconnect()
  return burstLatencies({ sent, received, sampleRate: SAMPLE_RATE, longest: LONGEST_ECHO })
}
