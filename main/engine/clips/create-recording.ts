import path from 'node:path'
import { SoundcheckError } from '../../../contract/errors'
import { createOggRecording } from './ogg-recording'
import type { Recording, RecordingOptions } from './recording'
import { createRecordingFile, type RecordingFile } from './recording-file'
import { createWavRecording } from './wav-recording'
import { createWebmRecording } from './webm-recording'
import { createY4mRecording } from './y4m-recording'

type Kind = 'audio' | 'video'

/** By the ending of the file's name. */
const formats: {
  readonly [ending: string]: {
    readonly takes: readonly Kind[]
    readonly create: (file: RecordingFile, options: RecordingOptions) => Recording
  }
} = {
  '.wav': { takes: ['audio'], create: createWavRecording },
  '.opus': { takes: ['audio'], create: createOggRecording },
  '.ogg': { takes: ['audio'], create: createOggRecording },
  '.webm': { takes: ['audio', 'video'], create: (file, { has }) => createWebmRecording(file, has) },
  '.y4m': { takes: ['video'], create: (file, { fps }) => createY4mRecording(file, fps) },
}

/** Endings of files that can be written. */
export const recordingEndings: readonly string[] = Object.keys(formats)

function formatOf(file: string) {
  const ending = path.extname(file).toLowerCase()
  const format = formats[ending]
  if (format) return format
  throw new SoundcheckError('invalid', `Nothing can be written into a file that ends in "${ending}"`, {
    hint: `Give it one of these endings: ${recordingEndings.join(', ')}.`,
  })
}

/** Throws `invalid` for a name whose ending is none of `recordingEndings`. */
export function checkRecordingName(file: string): void {
  formatOf(file)
}

/**
 * Begins a recording. Throws `invalid` when the file's format takes nothing of what there will be, `unavailable` when the file
 * cannot be written.
 */
export function createRecording(options: RecordingOptions): Recording {
  const { file, has, overwrite } = options
  const format = formatOf(file)
  if (!format.takes.some((kind) => has[kind])) {
    const wanted = has.audio ? '.wav, .opus or .webm' : '.webm or .y4m'
    throw new SoundcheckError('invalid', `${path.basename(file)} takes nothing of what this handler emits`, {
      hint: `It emits ${has.audio ? 'sound' : 'pictures'}: name a file that ends in ${wanted}.`,
    })
  }
  return format.create(createRecordingFile(file, overwrite), options)
}
