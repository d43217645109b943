import type { JournalRow, RowDirection, RowKind } from '../../contract/journal'
import { swapLook } from './swap-looks'

const twoDigits = (value: number) => String(value).padStart(2, '0')

/** Session clock: `0:02.345`, from an hour on `1:00:02.345`. */
export function clockText(atUs: number): string {
  const ms = Math.round(atUs / 1000)
  const hours = Math.floor(ms / 3_600_000)
  const minutes = Math.floor(ms / 60_000) % 60
  const seconds = `${twoDigits(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${seconds}` : `${minutes}:${seconds}`
}

export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** Of events and console lines the size says nothing; what goes over the data channel has a limit. */
export const rowSizeText = ({ kind, sizeBytes }: Pick<JournalRow, 'kind' | 'sizeBytes'>): string =>
  kind === 'message' || kind === 'output' ? sizeText(sizeBytes) : ''

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
  turn: 'turn',
  finding: 'finding',
}

/** What the first column says: the direction of a message, the kind of anything else. */
export function rowWord(row: Pick<JournalRow, 'kind' | 'direction' | 'type'>): string {
  const { kind, direction } = row
  const look = swapLook(row)
  if (look) return look.word
  const isMessage = kind === 'message' || kind === 'output'
  return isMessage && direction ? directionWords[direction] : kindWords[kind]
}

export const positionText = ({ file, line }: { readonly file: string; readonly line: number }): string =>
  `${file.split(/[/\\]/).pop() ?? file}:${line}`

export function countsText(matched: number, total: number, filtered: boolean): string {
  return filtered ? `${countText(matched)} of ${countText(total)}` : countText(total)
}

/** Of an error only its first line: the stack below it is for the detail; so with a hint, and why a version was taken back. */
export const summaryText = ({ kind, summary }: Pick<JournalRow, 'kind' | 'summary'>): string =>
  kind === 'error' || kind === 'finding' || kind === 'swap' ? (summary.split('\n')[0] ?? '') : summary
