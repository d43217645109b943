import { countUpTo, uint32 } from './column'

/** Needles whose rows are remembered. */
const KEPT_NEEDLES = 8
const SEPARATOR = 0

interface Found {
  readonly rows: Set<number>
  /** How far was looked, bytes. */
  upTo: number
}

/**
 * The texts of some of the rows in lower case, one after the other: what a search in any case runs through at the speed of
 * memory. Their rows are numbers that only grow.
 */
export function createTextIndex() {
  let bytes = Buffer.alloc(4096)
  let length = 0
  const starts = uint32()
  const rows = uint32()
  const kept = new Map<string, Found>()

  function reserve(more: number): void {
    if (length + more <= bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(bytes.length * 2, length + more))
    bytes.copy(grown, 0, 0, length)
    bytes = grown
  }

  function foundOf(needle: string): Found {
    const known = kept.get(needle)
    if (known) return known
    const oldest = kept.keys().next().value
    if (kept.size >= KEPT_NEEDLES && oldest !== undefined) kept.delete(oldest)
    const found: Found = { rows: new Set(), upTo: 0 }
    kept.set(needle, found)
    return found
  }

  /** One hit in a row is enough: the search goes on behind it. */
  function look(needle: string, found: Found): void {
    const sought = Buffer.from(needle)
    const all = bytes.subarray(0, length)
    let at = all.indexOf(sought, found.upTo)
    while (at >= 0) {
      const entry = countUpTo(starts.values, starts.length, at) - 1
      found.rows.add(rows.values[entry] as number)
      const next = entry + 1 < starts.length ? (starts.values[entry + 1] as number) : length
      at = next < length ? all.indexOf(sought, next) : -1
    }
    found.upTo = length
  }

  return {
    add(row: number, text: string): void {
      const lower = text.toLowerCase()
      // At most three bytes for a UTF-16 unit.
      reserve(lower.length * 3 + 1)
      starts.push(length)
      rows.push(row)
      length += bytes.write(lower, length)
      bytes[length] = SEPARATOR
      length += 1
    },
    /** The rows whose text has `needle`, which is in lower case and not empty. */
    rowsWith(needle: string): ReadonlySet<number> {
      const found = foundOf(needle)
      if (found.upTo < length) look(needle, found)
      return found.rows
    },
    get bytes(): number {
      return bytes.length + starts.bytes + rows.bytes
    },
  }
}

export type TextIndex = ReturnType<typeof createTextIndex>
