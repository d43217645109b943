import { findSourceMap, type Module } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { SourcePosition } from '../../contract/errors'

/** The end of a stack line, with or without a function's name: `(file:line:column)` or `at file:line:column`. */
const frameEnd = /(?:\(|at (?:async )?)((?:file:\/\/|[A-Za-z]:[\\/]|\/).*):(\d+):(\d+)\)?$/

const LAST_COLUMN = 1e6

/**
 * Knows which files are the author's: the handler file and what was bundled with it. A position in one of them is worth
 * showing; one in the host, in Node or in a package is not.
 */
export class AuthorSources {
  /** Node forgets a source map when the module it belongs to is gone. */
  #module: Module | null = null
  #known: { readonly files: ReadonlySet<string>; readonly text: string } | null = null

  /** From now on the author's files are those of the code that `module` is, or will be, compiled of. */
  learn(module: Module): void {
    this.#module = module
    this.#known = null
  }

  /** Read when it is asked for: Node has the source map once it compiles the module, which may then end the thread. */
  #sources(): { readonly files: ReadonlySet<string>; readonly text: string } {
    if (this.#known) return this.#known
    const file = this.#module?.filename ?? ''
    const payload = findSourceMap(file)?.payload
    const sources = (payload?.sources ?? []).map(toPath)
    const text = payload?.sourcesContent?.[sources.indexOf(file)] ?? ''
    const read = { files: new Set([file, ...sources]), text }
    if (payload) this.#known = read
    return read
  }

  /** The innermost position in the author's files; null when the stack has none. */
  positionIn(stack: unknown): SourcePosition | null {
    if (typeof stack !== 'string' || !this.#module) return null
    const { files } = this.#sources()
    for (const line of stack.split('\n')) {
      const [, file, row, column] = frameEnd.exec(line) ?? []
      if (file === undefined || !files.has(toPath(file))) continue
      return { file: toPath(file), line: Number(row), column: Number(column) }
    }
    return null
  }

  /**
   * Where a line of the code that runs comes from; null for one that is not of the author's files.
   *
   * @param url of the script, as V8 tells it
   * @param line from 0
   */
  placeOf(url: string, line: number): SourcePosition | null {
    const file = this.#module?.filename
    if (file === undefined || toPath(url) !== file) return null
    const { files } = this.#sources()
    // The last thing in the line that has a place: the line is all that is known.
    const entry = findSourceMap(file)?.findEntry(line, LAST_COLUMN)
    if (!entry || !('originalSource' in entry) || entry.generatedLine !== line) return null
    const source = toPath(entry.originalSource)
    if (!files.has(source)) return null
    return { file: source, line: entry.originalLine + 1, column: entry.originalColumn + 1 }
  }

  /** Where `pattern` first occurs in the handler file: for mistakes that no stack tells of. */
  find(pattern: RegExp): SourcePosition | null {
    if (!this.#module) return null
    const { text } = this.#sources()
    const at = text.search(pattern)
    if (at < 0) return null
    const before = text.slice(0, at).split('\n')
    return {
      file: this.#module.filename,
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
    }
  }
}

function toPath(file: string): string {
  return file.startsWith('file://') ? fileURLToPath(file) : file
}
