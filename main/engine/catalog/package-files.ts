import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { errnoOf } from './folder-errors'

const MODULES = `${sep}node_modules${sep}`

/** The text of `file`; null when it is not there. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT' || errnoOf(thrown) === 'ENOTDIR') return null
    throw thrown
  }
}

export function isInPackages(file: string): boolean {
  return file.includes(MODULES)
}

/** The `package.json` of the package that `file` belongs to, not looking above `top`. */
export async function nearestPackageJson(
  file: string,
  top?: string,
): Promise<{ readonly file: string; readonly text: string } | null> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const path = join(folder, 'package.json')
    const text = await readIfThere(path)
    if (text !== null) return { file: path, text }
    if (folder === top || folder === dirname(folder)) return null
  }
}

/** The `package.json` files that say what the author's own files among `inputs` are to be run with: path to text. */
export async function packageFilesOf(
  inputs: readonly string[],
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const own = inputs.filter((file) => !isInPackages(file))
  // One file of each directory is enough.
  const asked = new Map(own.map((file) => [dirname(file), file]))
  asked.set(folder, join(folder, 'package.json'))
  const isInside = (file: string) => file.startsWith(folder + sep)
  const found = await Promise.all(
    [...asked.values()].map((file) => nearestPackageJson(file, isInside(file) ? folder : undefined)),
  )
  return new Map(found.flatMap((nearest) => (nearest ? [[nearest.file, nearest.text] as const] : [])))
}

/** What an install tells of all packages beside the one that `file` belongs to: its dependencies are among them. */
async function installRecordOf(file: string): Promise<string> {
  const modules = file.slice(0, file.indexOf(MODULES) + MODULES.length)
  return (await readIfThere(join(modules, '.package-lock.json'))) ?? ''
}

/** Changes when another version of a package, or of one that it needs, was installed. */
async function packageState(file: string): Promise<string> {
  const { mtimeMs } = await stat(file)
  if (!isInPackages(file)) return `${mtimeMs}`
  return [mtimeMs, (await nearestPackageJson(file))?.text, await installRecordOf(file)].join(' ')
}

export interface HashedParts {
  readonly code: string
  /** Files outside the code that it loads, absolute. */
  readonly externals: Iterable<string>
  /** Path to text. */
  readonly packageFiles: ReadonlyMap<string, string>
}

/** Equal for versions that would do the same. */
export async function hashParts({ code, externals, packageFiles }: HashedParts): Promise<string> {
  const hash = createHash('sha256').update(code)
  for (const file of [...externals].sort()) hash.update(`\0${file} ${await packageState(file)}`)
  for (const [file, text] of [...packageFiles].sort()) hash.update(`\0${file} ${text}`)
  return hash.digest('hex')
}
