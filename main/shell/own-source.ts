import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { messageOf, SoundcheckError } from '../../contract/errors'

async function realPathOf(file: string): Promise<string> {
  try {
    return await realpath(file)
  } catch (thrown) {
    throw new SoundcheckError('not-found', `${file} cannot be opened: ${messageOf(thrown)}`, {
      hint: 'It was moved or deleted since.',
      cause: thrown,
    })
  }
}

/**
 * The real path of a file of the person's own: one of the handlers, or any in their folder. The window is not trusted with others.
 * Throws `not-found` when it is gone, `invalid` when it is somewhere else or no file.
 */
export async function ownSource(file: string, folder: string, handlers: readonly string[]): Promise<string> {
  const real = await realPathOf(file)
  const inFolder = path.relative(await realPathOf(folder), real)
  const isInside = inFolder.split(path.sep)[0] !== '..' && !path.isAbsolute(inFolder)
  const isOwn = isInside || handlers.includes(file)
  if (isOwn && (await stat(real)).isFile()) return real
  throw new SoundcheckError('invalid', `${file} is no file in the folder of handlers`, {
    hint: 'Open it from your editor.',
  })
}
