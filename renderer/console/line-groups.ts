import type { JournalRow } from '../../contract/journal'

/** Rows right after each other that say the same at the same place. */
export interface LineGroup {
  /** The first of them. */
  readonly row: JournalRow
  readonly count: number
  readonly lastUs: number
}

const placeOf = ({ position }: JournalRow): string =>
  position ? `${position.file}:${position.line}:${position.column}` : ''

const isRepeat = (a: JournalRow, b: JournalRow): boolean =>
  a.kind === b.kind &&
  a.type === b.type &&
  a.summary === b.summary &&
  // What is cut off may differ.
  !a.truncated &&
  !b.truncated &&
  placeOf(a) === placeOf(b)

/** The rows in their order, repeats put together. */
export function groupLines(rows: readonly JournalRow[]): readonly LineGroup[] {
  const groups: LineGroup[] = []
  for (const row of rows) {
    const last = groups.at(-1)
    if (last && isRepeat(last.row, row))
      groups[groups.length - 1] = { ...last, count: last.count + 1, lastUs: row.atUs }
    else groups.push({ row, count: 1, lastUs: row.atUs })
  }
  return groups
}
