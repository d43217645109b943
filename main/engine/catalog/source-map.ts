import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { importMetaPrefix } from './import-meta'
import type { SourceText } from './own-sources'

export interface HandlerMap {
  /** What was compiled, without what was put before the first lines. */
  readonly texts: readonly SourceText[]
  /** To be put after the code: the map with `file:` URLs and the files' own text. */
  readonly comment: string
}

interface SourceMap {
  sources: string[]
  sourcesContent?: (string | null)[]
}

/** Reads the map that esbuild wrote for `file`. `prefixed` files were compiled with something before their first line. */
export function readSourceMap(json: string, file: string, prefixed: ReadonlySet<string>): HandlerMap {
  const map = JSON.parse(json) as SourceMap
  const texts = map.sources.map((source, at): SourceText => {
    const path = resolve(dirname(file), source)
    const text = map.sourcesContent?.[at] ?? null
    return { path, text: prefixed.has(path) ? (text?.slice(importMetaPrefix(path).length) ?? null) : text }
  })
  map.sources = texts.map(({ path }) => pathToFileURL(path).href)
  map.sourcesContent = texts.map(({ text }) => text)
  const encoded = Buffer.from(JSON.stringify(map)).toString('base64')
  return { texts, comment: `\n//# sourceMappingURL=data:application/json;base64,${encoded}\n` }
}
