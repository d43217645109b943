import { AV_CHANNEL_LAYOUT_STEREO, AV_LOG_QUIET, AV_SAMPLE_FMT_S16 } from 'node-av/constants'
import { Filter, type FilterContext, FilterGraph, Frame, Log, Rational } from 'node-av/lib'
import { SoundcheckError } from '../../../contract/errors'
import type { Loudness, LoudnessNow } from '../../../contract/loudness'
import { OPUS_SAMPLE_RATE } from '../../../contract/media'
import { bufferOf, createLifetime, expectDone } from './native-codec'

export interface LoudnessMeter {
  /** Sound at 48 kHz, stereo interleaved, of any length. */
  push(samples: Int16Array): void
  /** Of what was pushed, to a tenth of a second. */
  read(): Loudness
  /** Of the newest sound. */
  now(): LoudnessNow
  close(): void
}

/** FFmpeg says so for what is below the absolute gate. Source: ITU-R BS.1770 annex 1. */
const GATE_LUFS = -70
/** How often it measures, s. */
const STEP = 0.1

const sources = {
  abuffer: `time_base=1/${OPUS_SAMPLE_RATE}:sample_rate=${OPUS_SAMPLE_RATE}:sample_fmt=s16:channel_layout=stereo`,
  ebur128: 'metadata=1:peak=true+sample:framelog=quiet',
  abuffersink: null,
} as const

function addFilter(graph: FilterGraph, name: keyof typeof sources): FilterContext {
  const filter = Filter.getByName(name)
  const context = filter && graph.createFilter(filter, name, sources[name])
  if (context) return context
  throw new SoundcheckError('unavailable', `The media library has no filter ${name}`, {
    hint: 'Reinstall Soundcheck, or run npm ci: its media library (node-av) is incomplete.',
  })
}

const decibels = (amplitude: number): number | null => (amplitude > 0 ? 20 * Math.log10(amplitude) : null)
const aboveGate = (lufs: number): number | null => (lufs > GATE_LUFS ? lufs : null)

/** Measures loudness by EBU R 128 with FFmpeg's filter `ebur128`, true peaks at four times the rate. */
export function createLoudnessMeter(): LoudnessMeter {
  Log.setLevel(AV_LOG_QUIET)
  const graph = new FilterGraph()
  graph.alloc()
  const [source, meter, sink] = [
    addFilter(graph, 'abuffer'),
    addFilter(graph, 'ebur128'),
    addFilter(graph, 'abuffersink'),
  ]
  expectDone(source.link(0, meter, 0), 'measure loudness')
  expectDone(meter.link(0, sink, 0), 'measure loudness')
  expectDone(graph.configSync(), 'measure loudness')
  const measured = new Frame()
  measured.alloc()
  let pushed = 0
  let steps = 0
  let last: Readonly<Record<string, string>> = {}
  let [mostMomentary, mostShortTerm] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const lifetime = createLifetime('loudness meter', () => {
    measured.free()
    graph.free()
  })

  const reading = (name: string): number => Number(last[`lavfi.r128.${name}`] ?? Number.NaN)

  function takeSteps(): void {
    while (sink.buffersinkGetFrameSync(measured) >= 0) {
      last = measured.getMetadata()?.getAll() ?? last
      measured.unref()
      steps += 1
      // Of silence it is no number.
      mostMomentary = Math.max(mostMomentary, reading('M') || mostMomentary)
      mostShortTerm = Math.max(mostShortTerm, reading('S') || mostShortTerm)
    }
  }

  return {
    push(samples) {
      lifetime.check()
      if (samples.length === 0) return
      const frame = Frame.fromAudioBuffer(bufferOf(samples), {
        sampleRate: OPUS_SAMPLE_RATE,
        channelLayout: AV_CHANNEL_LAYOUT_STEREO,
        format: AV_SAMPLE_FMT_S16,
        nbSamples: samples.length / 2,
        pts: BigInt(pushed),
        timeBase: new Rational(1, OPUS_SAMPLE_RATE),
      })
      pushed += samples.length / 2
      try {
        expectDone(source.buffersrcAddFrameSync(frame), 'measure loudness')
      } finally {
        frame.free()
      }
      takeSteps()
    },
    read: () => ({
      integrated: aboveGate(reading('I')),
      range: reading('LRA') || 0,
      mostMomentary: aboveGate(mostMomentary),
      mostShortTerm: aboveGate(mostShortTerm),
      truePeak: decibels(reading('true_peak')),
      samplePeak: decibels(reading('sample_peak')),
      seconds: steps * STEP,
    }),
    now: () => ({ momentary: aboveGate(reading('M')), shortTerm: aboveGate(reading('S')) }),
    close: lifetime.close,
  }
}
