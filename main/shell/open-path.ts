import { messageOf, SoundcheckError } from '../../contract/errors'
import { startProgram } from './start-program'

export interface OpenPathMeans {
  readonly platform: NodeJS.Platform
  /** Electron's own. Resolves to why it failed; blank = it did not. */
  readonly openPath: (path: string) => Promise<string>
}

/**
 * On Linux Electron waits in its main thread until the program has ended, and the whole app stands still: where the system starts a
 * browser or an editor in the foreground that is until the person closes it.
 */
async function failureOf(path: string, { platform, openPath }: OpenPathMeans): Promise<string> {
  if (platform !== 'linux') return openPath(path)
  return startProgram('xdg-open', [path]).then(() => '', messageOf)
}

/** Opens a file or a folder with the program that the system has for it. Throws `unavailable` when that fails. */
export async function openWithSystem(path: string, means: OpenPathMeans): Promise<void> {
  const failure = await failureOf(path, means)
  if (failure === '') return
  throw new SoundcheckError('unavailable', `the system could not open ${path}: ${failure}`, {
    hint: 'Open it from your editor or file browser.',
  })
}
