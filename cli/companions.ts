import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { SoundcheckError } from '../contract/errors'

/** The files that the build puts beside the program. */
export interface Companions {
  /** The compiled host program for handler threads. */
  readonly hostScript: string
  /** The compiled program of handler processes. */
  readonly hostProcessScript: string
  /** The compiled program of session threads. */
  readonly sessionThreadScript: string
  readonly journalThreadScript: string
  readonly exportThreadScript: string
  /** Examples and typings. */
  readonly starterDir: string
  readonly packageJson: string
}

/** The program itself, or a part of it in a folder below. */
const candidates = [import.meta.dirname, path.dirname(import.meta.dirname)]

/** Finds them, wherever the program is installed. Throws `unavailable` when it is not whole. */
export function findCompanions(folders: readonly string[] = candidates): Companions {
  const main = folders.find((folder) => existsSync(path.join(folder, 'host.js')))
  if (main === undefined) {
    throw new SoundcheckError('unavailable', 'The program is not whole: host.js is missing beside it.', {
      hint: 'Build it anew with `npm run build`, or install it anew.',
    })
  }
  return {
    hostScript: path.join(main, 'host.js'),
    hostProcessScript: path.join(main, 'host-process.js'),
    sessionThreadScript: path.join(main, 'session-thread.js'),
    journalThreadScript: path.join(main, 'journal-thread.js'),
    exportThreadScript: path.join(main, 'export-thread.js'),
    starterDir: path.resolve(main, '../starter'),
    packageJson: path.resolve(main, '../../package.json'),
  }
}

/** Of Soundcheck. */
export function programVersion({ packageJson }: Companions): string {
  const { version } = JSON.parse(readFileSync(packageJson, 'utf8')) as { version: string }
  return version
}
