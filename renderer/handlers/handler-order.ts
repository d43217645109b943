import type { HandlerEntry } from '../../contract/state'

const order = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

export const titleOf = (handler: HandlerEntry): string => handler.manifest?.title ?? handler.id

/** Titles that more than one handler has, as copies of an example do: only their files tell them apart. */
export function sharedTitles(handlers: readonly HandlerEntry[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const shared = new Set<string>()
  for (const title of handlers.map(titleOf)) (seen.has(title) ? shared : seen).add(title)
  return shared
}

/** By title, then by file. */
export function sortHandlers(handlers: { readonly [id: string]: HandlerEntry }): readonly HandlerEntry[] {
  return Object.values(handlers).sort(
    (a, b) => order.compare(titleOf(a), titleOf(b)) || order.compare(a.id, b.id),
  )
}

/** Those whose title or file contains every word of `text`. */
export function findHandlers(handlers: readonly HandlerEntry[], text: string): readonly HandlerEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return handlers
  return handlers.filter((handler) => {
    const searched = `${titleOf(handler)} ${handler.id}`.toLowerCase()
    return words.every((word) => searched.includes(word))
  })
}
