import { messageOf, SoundcheckError } from '../../../contract/errors'

export function errnoOf(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null
}

const explanations: { readonly [errno: string]: { readonly what: string; readonly hint: string } } = {
  ENOENT: { what: 'does not exist', hint: 'Choose another folder, or create it.' },
  ENOTDIR: { what: 'is not a folder', hint: 'Choose a folder, not a file.' },
  EACCES: { what: 'may not be used', hint: 'Change its permissions, or choose another folder.' },
  EPERM: { what: 'may not be used', hint: 'Change its permissions, or choose another folder.' },
  EROFS: { what: 'is on a disk that cannot be written to', hint: 'Choose a folder on another disk.' },
  ENOSPC: { what: 'is on a full disk', hint: 'Free some space, then open the folder again.' },
  EDQUOT: {
    what: 'is on a disk whose quota is used up',
    hint: 'Free some space, then open the folder again.',
  },
}

/** What to tell a person when something with the user folder failed. */
export function explainFolderError(folder: string, thrown: unknown): SoundcheckError {
  if (thrown instanceof SoundcheckError) return thrown
  const errno = errnoOf(thrown)
  const known = errno === null ? undefined : explanations[errno]
  if (!known) {
    return new SoundcheckError('unavailable', `The folder ${folder} cannot be used: ${messageOf(thrown)}`, {
      cause: thrown,
    })
  }
  const code = errno === 'ENOENT' ? 'not-found' : 'unavailable'
  return new SoundcheckError(code, `The folder ${folder} ${known.what}.`, { hint: known.hint, cause: thrown })
}

const watchLimits = ['ENOSPC', 'EMFILE', 'ENFILE']

/** The error if the system lets nobody watch more files, else null: then only one file or subfolder is concerned. */
export function explainWatchLimit(folder: string, thrown: unknown): SoundcheckError | null {
  if (!watchLimits.includes(errnoOf(thrown) ?? '')) return null
  return new SoundcheckError('limit', `The system does not let Soundcheck watch all files of ${folder}.`, {
    hint: 'Choose a folder with fewer files, or raise the limit (on Linux fs.inotify.max_user_watches), then open it again.',
    cause: thrown,
  })
}
