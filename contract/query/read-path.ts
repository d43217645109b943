import type { DataPath } from './query'

const step = /\.([^.[\]]+)|\[(?:(\d{1,9})|(\*))\]|\[("(?:[^"\\]|\\[\s\S])*")\]/gy

/** What stands between quotes: `\"` and `\\` stand for `"` and `\`, any other backslash for itself. */
export const unquote = (quoted: string): string => quoted.slice(1, -1).replace(/\\(["\\])/g, '$1')
export const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

/** The way that `name` goes, which begins with `data`; null if it is another name. */
export function readPath(name: string): DataPath | null {
  const [root, rest] = [name.slice(0, 4), name.slice(4)]
  if (root.toLowerCase() !== 'data' || (rest && !/^[.[]/.test(rest))) return null
  return [...rest.matchAll(step)].map(([, key, index, any, quoted]) => {
    if (quoted !== undefined) return unquote(quoted)
    if (any !== undefined) return null
    return index === undefined ? (key as string) : Number(index)
  })
}

const isPlainKey = (key: string): boolean => /^[\p{L}\p{N}_$-]+$/u.test(key)

/** The reverse of {@link readPath}. */
export function printPath(path: DataPath): string {
  const steps = path.map((key) => {
    if (typeof key === 'string') return isPlainKey(key) ? `.${key}` : `[${quote(key)}]`
    return `[${key ?? '*'}]`
  })
  return `data${steps.join('')}`
}
