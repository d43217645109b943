import { structuredPatch } from 'diff'
import type { FileDiff } from '../../contract/ipc'
import { parseMessage } from '../../contract/json'

/** The same value with the keys of every object in their order, so that only what differs differs. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]))
}

/** JSON over several lines with its keys in order; any other text as it is. */
export function comparable(text: string): string {
  const value: unknown = parseMessage(text)
  return typeof value === 'object' && value !== null ? JSON.stringify(sorted(value), null, 2) : text
}

/** What changed from one row's text to another's; no hunks where both say the same. */
export function rowDifference(name: string, before: string, after: string): FileDiff {
  // With a line break at the end, of which nothing needs to be said then.
  const [from, to] = [before, after].map((text) => `${comparable(text)}\n`) as [string, string]
  const { hunks } = structuredPatch(name, name, from, to, '', '', { context: 3 })
  return { file: name, hunks: hunks.map(({ oldStart, newStart, lines }) => ({ oldStart, newStart, lines })) }
}
