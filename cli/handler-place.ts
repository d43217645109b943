import { stat } from 'node:fs/promises'
import path from 'node:path'
import { messageOf, SoundcheckError } from '../contract/errors'
import { fileRole } from '../main/engine/catalog/handler-files'

/** Which handlers a command is about. */
export interface HandlerPlace {
  readonly folder: string
  /** The id of the one handler of the folder that is meant; left out = all of them. */
  readonly only?: string
}

async function kindOf(target: string): Promise<'file' | 'folder'> {
  try {
    return (await stat(target)).isDirectory() ? 'folder' : 'file'
  } catch (thrown) {
    throw new SoundcheckError('not-found', `${target} cannot be opened: ${messageOf(thrown)}`, {
      hint: 'Name a handler file, or a folder with handler files.',
      cause: thrown,
    })
  }
}

/** What PATH on the command line means. Throws `not-found` when nothing is there, `invalid` for a file that is no handler's. */
export async function findHandlerPlace(given: string): Promise<HandlerPlace> {
  const target = path.resolve(given)
  if ((await kindOf(target)) === 'folder') return { folder: target }
  const name = path.basename(target)
  if (fileRole(name) === 'handler') return { folder: path.dirname(target), only: name }
  throw new SoundcheckError('invalid', `${given} is no handler file.`, {
    hint: 'Handlers are written in .ts, .mts, .tsx, .js, .mjs or .cjs files; tests and typings are none.',
  })
}
