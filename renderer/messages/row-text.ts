import type { JournalRow, RowDirection, RowKind } from '../../contract/journal'

/** Session clock as seconds with milliseconds: `12.345`, from an hour on still in seconds. */
export const clockText = (atUs: number): string => (atUs / 1_000_000).toFixed(3)

export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

export const countText = (count: number): string => count.toLocaleString('en')

/** Seen from the person at the window, while the journal's direction is the handler's. */
const directionWords: { readonly [D in RowDirection]: string } = { in: 'sent', out: 'received' }

const kindWords: { readonly [K in RowKind]: string } = {
  message: 'message',
  output: 'output',
  console: 'console',
  error: 'error',
  signal: 'event',
  swap: 'version',
  input: 'input',
}

/** What the first column says: the direction of a message, the kind of anything else. */
export function rowWord({ kind, direction }: Pick<JournalRow, 'kind' | 'direction'>): string {
  const isMessage = kind === 'message' || kind === 'output'
  return isMessage && direction ? directionWords[direction] : kindWords[kind]
}

export const positionText = ({ file, line }: { readonly file: string; readonly line: number }): string =>
  `${file.split(/[/\\]/).pop() ?? file}:${line}`

export function countsText(matched: number, total: number, filtered: boolean): string {
  return filtered ? `${countText(matched)} of ${countText(total)}` : countText(total)
}

/** Of an error only its first line: the stack below it is for the detail. */
export const summaryText = ({ kind, summary }: Pick<JournalRow, 'kind' | 'summary'>): string =>
  kind === 'error' ? (summary.split('\n')[0] ?? '') : summary
