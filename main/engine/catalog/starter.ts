import { createHash } from 'node:crypto'
import {
  access,
  constants,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { SoundcheckError } from '../../../contract/errors'
import { describeExample } from './examples'
import { errnoOf, explainFolderError } from './folder-errors'

export interface EnsureFolderOptions {
  /** Create the folder, and lay out the starter in it, when it is missing or empty. */
  readonly create: boolean
  /** Has `examples/` and `support/`: what a new user folder is made from. */
  readonly starterDir: string
}

export interface EnsuredFolder {
  readonly laidOut: boolean
  /** Why the typings in the folder are not those of this app; the folder works without. */
  readonly supportError: SoundcheckError | null
}

const SUPPORT = '.soundcheck'
/** Names the typings that lie beside it; written last, so that an interrupted copy is made anew. */
const STAMP = 'version'

type FolderState = 'missing' | 'empty' | 'filled'

async function lookAt(folder: string): Promise<FolderState> {
  try {
    const found = await stat(folder)
    if (!found.isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' })
    await access(folder, constants.R_OK | constants.X_OK)
    const names = await readdir(folder)
    return names.every((name) => name.startsWith('.') && name !== SUPPORT) ? 'empty' : 'filled'
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return 'missing'
    throw explainFolderError(folder, thrown)
  }
}

/** Every file below `folder`, as paths relative to it; sorted. Done by hand: Electron's archive has no recursive copy. */
async function filesBelow(folder: string, inside = ''): Promise<string[]> {
  const entries = await readdir(join(folder, inside), { withFileTypes: true })
  const found = await Promise.all(
    entries.map((entry) => {
      const path = join(inside, entry.name)
      return entry.isDirectory() ? filesBelow(folder, path) : [path]
    }),
  )
  return found.flat().sort()
}

interface Copying {
  readonly from: string
  readonly to: string
  /** Is told of each file that was made, also of one that was not finished. */
  readonly made?: string[]
  readonly isWanted?: (contents: Buffer) => boolean
}

/** Copies what is not there yet. */
async function copyNew({ from, to, made = [], isWanted = () => true }: Copying): Promise<void> {
  for (const path of await filesBelow(from)) {
    const target = join(to, path)
    const contents = await readFile(join(from, path))
    if (!isWanted(contents)) continue
    await mkdir(dirname(target), { recursive: true })
    try {
      await writeFile(target, contents, { flag: 'wx' })
      made.push(target)
    } catch (thrown) {
      if (errnoOf(thrown) === 'EEXIST') continue
      made.push(target)
      throw thrown
    }
  }
}

async function stampOf(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const path of await filesBelow(folder)) hash.update(path).update(await readFile(join(folder, path)))
  return hash.digest('hex')
}

async function readStamp(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, SUPPORT, STAMP), 'utf8')
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return null
    throw thrown
  }
}

/** The old typings go only when the new ones are complete: on a full disk they stay. */
async function replaceSupport(folder: string, source: string, stamp: string): Promise<void> {
  const fresh = join(folder, `${SUPPORT}.new`)
  try {
    await rm(fresh, { recursive: true, force: true })
    await copyNew({ from: source, to: fresh })
    await writeFile(join(fresh, STAMP), stamp)
    await rm(join(folder, SUPPORT), { recursive: true, force: true })
    await rename(fresh, join(folder, SUPPORT))
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

/** Brings the typings up to date where they are; a folder that has none is somebody's own and is left alone. */
async function refreshSupport(folder: string, starterDir: string): Promise<SoundcheckError | null> {
  try {
    if (!(await readdir(folder)).includes(SUPPORT)) return null
    const source = join(starterDir, 'support', SUPPORT)
    const stamp = await stampOf(source)
    if ((await readStamp(folder)) === stamp) return null
    await replaceSupport(folder, source, stamp)
    return null
  } catch (thrown) {
    return explainFolderError(folder, thrown)
  }
}

async function removeIfEmpty(directory: string): Promise<void> {
  try {
    await rmdir(directory)
  } catch (thrown) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(errnoOf(thrown) ?? '')) throw thrown
  }
}

async function unmake(folder: string, made: readonly string[]): Promise<void> {
  await Promise.all(made.map((file) => rm(file, { force: true })))
  const directories = new Set<string>()
  for (const file of made) {
    for (let at = dirname(file); at.length > folder.length; at = dirname(at)) directories.add(at)
  }
  for (const directory of [...directories].sort((a, b) => b.length - a.length)) await removeIfEmpty(directory)
}

/** Nothing that a new user folder begins with should be broken. */
function worksAsItIs(contents: Buffer): boolean {
  return describeExample('', contents.toString()).needs === null
}

/** All or nothing: a folder that was filled in part would count as filled ever after. */
async function layOut(folder: string, starterDir: string): Promise<void> {
  const made: string[] = []
  try {
    await mkdir(folder, { recursive: true })
    await copyNew({ from: join(starterDir, 'examples'), to: folder, made, isWanted: worksAsItIs })
    await copyNew({ from: join(starterDir, 'support'), to: folder, made })
    await writeFile(join(folder, SUPPORT, STAMP), await stampOf(join(starterDir, 'support', SUPPORT)))
  } catch (thrown) {
    await unmake(folder, made)
    throw explainFolderError(folder, thrown)
  }
}

/** Makes sure that `folder` can be watched. Never overwrites a file of the user's. */
export async function ensureFolder(folder: string, options: EnsureFolderOptions): Promise<EnsuredFolder> {
  const { create, starterDir } = options
  const state = await lookAt(folder)
  if (state === 'missing' && !create) {
    throw explainFolderError(folder, Object.assign(new Error('missing'), { code: 'ENOENT' }))
  }
  if (state === 'filled' || !create) {
    return { laidOut: false, supportError: await refreshSupport(folder, starterDir) }
  }
  await layOut(folder, starterDir)
  return { laidOut: true, supportError: null }
}
