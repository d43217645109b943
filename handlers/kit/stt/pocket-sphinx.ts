import { messageOf, SoundcheckError } from '../../../contract/errors'
import type { AudioFrame } from '../frames'
import { hostBinding } from '../host-binding'
import { audioToFloat32, audioToInt16 } from '../pcm'
import { createResampler } from '../vad/resampler'
import { createPronouncer, type Pronunciations, parseCommonWords } from './english-words'
import { type Decoder, loadEngine } from './pocket-sphinx-engine'
import type { SpeechToText } from './speech-to-text'
import { createSpottingModel } from './spotting-model'

export interface PocketSphinxOptions {
  /** How words are said that no English dictionary has, such as `{ zorblax: 'Z AO R B L AE K S' }`. */
  readonly pronunciations?: Pronunciations
  /** Reads one of the app's files; by default from the host that runs the handler. For tests outside of it. */
  readonly readAsset?: (name: string) => Uint8Array
}

/** Everything that was loaded: the words, and a decoder for the phrases of the last call. */
interface Listener {
  decoderFor(phrases: readonly string[]): Decoder
  readonly spelling: (word: string) => string
}

const SAMPLE_RATE = 16_000
/** Audio that is taken in one go; between two of them the handler's other work goes on. */
const SLICE_SAMPLES = SAMPLE_RATE / 10

/**
 * The recogniser that ships with Soundcheck: English, offline, made to hear the hinted phrases (stop words) among other
 * speech. The rest of its text is rough: it knows 3,000 common words and nothing of grammar. For dictation and for other
 * languages use `createHttpSpeechToText`.
 *
 * It loads when it is first used, works in the handler's own thread in slices of 0.1 s, one call after the other, and is
 * quickest while the phrases stay the same. `transcribe` throws SoundcheckError `handler` for a phrase with a word that it
 * cannot pronounce. Accuracy, time and memory: docs/decisions/0018-speech-to-text.md. Engine: CMU PocketSphinx.
 */
export function createPocketSphinx(options: PocketSphinxOptions = {}): SpeechToText {
  let listener: Promise<Listener> | null = null
  let last: Promise<unknown> = Promise.resolve()
  const load = (): Promise<Listener> => {
    listener ??= openListener(options).catch((thrown: unknown) => {
      listener = null
      throw thrown
    })
    return listener
  }
  const transcribe = async (audio: AudioFrame, phrases: readonly string[]): Promise<string> => {
    const loaded = await load()
    try {
      const words = await decode(loaded.decoderFor(phrases), toEngineRate(audio))
      return words.split(/\s+/).filter(Boolean).map(loaded.spelling).join(' ')
    } catch (thrown) {
      if (thrown instanceof SoundcheckError && thrown.code === 'handler') throw thrown
      // What stopped in the middle of its work cannot go on: the next call loads it anew.
      listener = null
      const message = `The speech recogniser failed: ${messageOf(thrown)}`
      throw new SoundcheckError('internal', message, { cause: thrown })
    }
  }
  return {
    prepare: async () => void (await load()),
    transcribe(audio, hints) {
      if (audio[1].length === 0) return Promise.resolve('')
      const result = last.then(() => transcribe(audio, hints?.phrases ?? []))
      // Whoever asked is told what went wrong; the next call does not fail for it.
      last = result.catch(() => undefined)
      return result
    },
  }
}

async function openListener({
  pronunciations,
  readAsset = readHostAsset,
}: PocketSphinxOptions): Promise<Listener> {
  const read = (name: string): string => new TextDecoder().decode(readAsset(name))
  const common = parseCommonWords(read('pocketsphinx-words.txt'))
  const pronounce = createPronouncer(read('pocketsphinx-pronunciations.txt'), pronunciations)
  const engine = await loadEngine(readAsset)
  let open: { key: string; decoder: Decoder; spelling: ReadonlyMap<string, string> } | null = null
  return {
    decoderFor(phrases) {
      const key = JSON.stringify(phrases)
      if (open?.key === key) return open.decoder
      const model = createSpottingModel(common, phrases, pronounce)
      open?.decoder.close()
      open = null
      const decoder = engine.openDecoder(model)
      open = { key, decoder, spelling: model.spelling }
      return decoder
    },
    // Another way to say a word is written `word(2)`.
    spelling: (word) => open?.spelling.get(word) ?? word.replace(/\(\d+\)$/, ''),
  }
}

function readHostAsset(name: string): Uint8Array {
  const binding = hostBinding()
  if (binding) return binding.readAsset(name)
  throw new SoundcheckError(
    'unavailable',
    'The speech recogniser is there only where Soundcheck runs the handler',
    {
      hint: 'Elsewhere give createPocketSphinx its readAsset, or use createHttpSpeechToText.',
    },
  )
}

/** Whatever its rate was, and with the resampler's delay taken off the front. */
function toEngineRate([sampleRate, samples]: AudioFrame): Int16Array {
  if (sampleRate === SAMPLE_RATE) return samples
  const resampler = createResampler(sampleRate, SAMPLE_RATE)
  const tail = Math.ceil((resampler.delay * sampleRate) / 1000)
  const input = new Float32Array(samples.length + tail)
  input.set(audioToFloat32(samples))
  return audioToInt16(resampler.push(input).slice(Math.round((resampler.delay * SAMPLE_RATE) / 1000)))
}

async function decode(decoder: Decoder, samples: Int16Array): Promise<string> {
  decoder.begin()
  for (let at = 0; at < samples.length; at += SLICE_SAMPLES) {
    decoder.take(samples.subarray(at, at + SLICE_SAMPLES))
    await new Promise((next) => setTimeout(next, 0))
  }
  return decoder.end()
}
