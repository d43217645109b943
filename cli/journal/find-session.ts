import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { SoundcheckError } from '../../contract/errors'
import { journalsDir } from '../../main/engine/journal/session-folder'
import { readHead, type SessionHead } from '../../main/engine/journal/session-head'

/** The sessions of a data folder, newest first. Throws `not-found` where there is no such folder. */
export function readSessions(dataDir: string): readonly SessionHead[] {
  const dir = journalsDir(dataDir)
  if (!existsSync(dir)) {
    throw new SoundcheckError('not-found', `There are no journals in ${dataDir}`, {
      hint: 'Name the folder with --data-dir: the one that `soundcheck serve --data` was given, or that of the app.',
    })
  }
  const heads = readdirSync(dir).map((name) => readHead(path.join(dir, name)))
  return heads.filter((head) => head !== null).sort((a, b) => b.openedAt - a.openedAt)
}

/** The session that a person means: its id, the beginning of it, or `last`. Throws `not-found`, or `invalid` where it could be several. */
export function findSession(
  dataDir: string,
  meant: string,
): { readonly head: SessionHead; readonly folder: string } {
  const heads = readSessions(dataDir)
  const found =
    meant === 'last' ? heads.slice(0, 1) : heads.filter(({ sessionId }) => sessionId.startsWith(meant))
  const [head, ...more] = found
  if (!head || meant === '') {
    throw new SoundcheckError('not-found', `There is no session ${meant} in ${dataDir}`, {
      hint: 'See `soundcheck journal list`.',
    })
  }
  if (more.length > 0 && head.sessionId !== meant) {
    throw new SoundcheckError('invalid', `${found.length} sessions begin with ${meant}`, {
      hint: 'Give more characters of its id: see `soundcheck journal list`.',
    })
  }
  return { head, folder: path.join(journalsDir(dataDir), head.sessionId) }
}
