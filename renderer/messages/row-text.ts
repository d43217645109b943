import type { JournalRow, RowDirection, RowKind } from '../../contract/journal'
import { factsText } from './row-facts'
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
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`
}

/** Of events and console lines the size says nothing; what goes over the wire has a limit. */
const sizedKinds: readonly RowKind[] = ['message', 'output', 'rtp', 'rtcp']

export const rowSizeText = ({ kind, sizeBytes }: Pick<JournalRow, 'kind' | 'sizeBytes'>): string =>
  sizedKinds.includes(kind) ? sizeText(sizeBytes) : ''

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
  call: 'call',
  frame: 'frames',
  rtp: 'RTP',
  rtcp: 'RTCP',
  stat: 'figures',
  sound: 'sound',
  picture: 'picture',
  speech: 'speech',
  queue: 'queue',
  'client-stat': 'client',
  heard: 'heard',
  profile: 'profile',
  path: 'way',
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

/** Kinds whose text goes on below its first line: a stack, a hint, an SDP. */
const firstLineKinds: readonly RowKind[] = ['error', 'finding', 'swap', 'signal']

/** Their text is for machines: what it says is in their fields. */
const machineTypes: readonly (string | null)[] = ['offer', 'answer', 'candidate']

const firstLine = (text: string): string => text.split('\n')[0] ?? ''

type Summed = Pick<JournalRow, 'kind' | 'type' | 'summary' | 'fields'>

function textPart({ kind, type, summary, fields }: Summed): string {
  if (kind === 'signal' && machineTypes.includes(type) && Object.keys(fields).length > 0)
    return type === 'candidate' ? '' : 'session description'
  return firstLineKinds.includes(kind) ? firstLine(summary) : summary
}

/** One line: what a row says and what is known of it beside that, in words. */
export function summaryText(row: Summed): string {
  const text = textPart(row)
  // What the text of an event says, its fields say again, for queries.
  const facts = row.kind === 'signal' && text === firstLine(row.summary) && text !== '' ? '' : factsText(row)
  return [text, facts].filter(Boolean).join(' · ')
}

/** What was not the person's or the handler's own doing, for a row's direction when it is read aloud. */
export function directionWord({ kind, direction }: Pick<JournalRow, 'kind' | 'direction'>): string | null {
  const hasOwnWord = kind === 'message' || kind === 'output'
  return direction === null || hasOwnWord ? null : directionWords[direction]
}
