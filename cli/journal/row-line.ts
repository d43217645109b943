import type { StoredRow } from '../../main/engine/journal/journal-line'
import type { EventLine } from '../output'

const MOST_TEXT = 160

/** Session clock: `0:02.345`, from an hour on `1:00:02.345`. */
export function clockText(atUs: number): string {
  const ms = Math.round(atUs / 1000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const hours = Math.floor(ms / 3_600_000)
  const minutes = Math.floor(ms / 60_000) % 60
  const seconds = `${two(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`
  return hours > 0 ? `${hours}:${two(minutes)}:${seconds}` : `${minutes}:${seconds}`
}

/** What a client sent must not steer the terminal that it is shown on. */
function plainText(text: string): string {
  const one = text.slice(0, MOST_TEXT).replaceAll(/\s+/g, ' ').replaceAll(/\p{C}/gu, '\u{fffd}')
  return text.length > MOST_TEXT ? `${one}…` : one
}

const arrows = { in: '→', out: '←' } as const

/** One row on one line, for people. */
export function rowText(row: StoredRow): string {
  const { n, atUs, kind, direction, type, text, fields } = row
  const facts = Object.entries(fields).map(([name, value]) => `${name}=${value}`)
  const parts = [
    direction === null ? ' ' : arrows[direction],
    kind,
    type === kind ? null : type,
    ...facts,
    text,
  ]
  const shown = parts.filter((part) => part !== null && part !== '').map((part) => plainText(String(part)))
  return `${String(n).padStart(6)}  ${clockText(atUs)}  ${shown.join(' ')}`
}

export function rowLine({ bytes, ...row }: StoredRow): EventLine {
  return { event: 'row', ...row, bytes: bytes?.[1] ?? 0 }
}
