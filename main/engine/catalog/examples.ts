import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SoundcheckError } from '../../../contract/errors'
import type { ExampleEntry } from '../../../contract/ipc'
import { explainFolderError } from './folder-errors'

export interface Examples {
  list(): Promise<readonly ExampleEntry[]>
  /** The text of one; throws `not-found`. */
  source(name: string): Promise<string>
}

/** The `//` lines that a file begins with, without their slashes. */
function headOf(source: string): string[] {
  const lines = source.split(/\r?\n/)
  const end = lines.findIndex((line) => !line.startsWith('//'))
  return lines.slice(0, end < 0 ? lines.length : end).map((line) => line.slice(2).trim())
}

const NEEDS = 'Needs: '

/**
 * What an example says of itself: it begins with `//` lines, of which the first is the title and those after it, up to
 * an empty one, are the summary. A file without goes by its name. `// Needs: npm install …` among them is the command
 * that it takes before it works.
 */
export function describeExample(name: string, source: string): ExampleEntry {
  const head = headOf(source)
  const needs = head.find((line) => line.startsWith(NEEDS))?.slice(NEEDS.length) ?? null
  const [title, ...rest] = head.filter((line) => !line.startsWith(NEEDS))
  const end = rest.indexOf('')
  const summary = rest.slice(0, end < 0 ? rest.length : end).join(' ')
  return { name, title: title || name, summary, needs }
}

/** The examples of the app, which lie in `starterDir`. */
export function createExamples(starterDir: string): Examples {
  const folder = join(starterDir, 'examples')

  async function names(): Promise<string[]> {
    try {
      const files = await readdir(folder)
      return files.filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -'.ts'.length))
    } catch (thrown) {
      throw explainFolderError(folder, thrown)
    }
  }

  async function read(name: string): Promise<string> {
    try {
      return await readFile(join(folder, `${name}.ts`), 'utf8')
    } catch (thrown) {
      throw explainFolderError(folder, thrown)
    }
  }

  return {
    async list() {
      const found = await Promise.all(
        (await names()).map(async (name) => describeExample(name, await read(name))),
      )
      return found.sort((a, b) => a.title.localeCompare(b.title, 'en'))
    },
    async source(name) {
      // Among the names, so that no path leads out of the folder.
      if ((await names()).includes(name)) return read(name)
      throw new SoundcheckError('not-found', `There is no example "${name}".`, {
        hint: 'Choose one of the list.',
      })
    },
  }
}
