import type { SourcePosition } from '../../../../contract/errors'
import { type RowDirection, type RowKind, rowKinds } from '../../../../contract/journal'
import type { RowFieldValue } from '../../../../contract/row-fields'
import type { StoredRow } from '../journal-line'
import { float64, uint8, uint32 } from './column'
import { createFieldColumns, type FieldColumns } from './field-columns'
import { createTextIndex } from './text-index'
import type { Words } from './words'

const directions: readonly (RowDirection | null)[] = [null, 'in', 'out']

/** Reads one thing of the row at an index of its segment. */
export type Reader = (index: number) => RowFieldValue | null

/** What searches need of the rows of one segment, in columns; the rows themselves stay where their bytes are. */
export function createSegmentIndex(words: Words) {
  const n = uint32()
  const atUs = float64()
  const kind = uint8()
  const direction = uint8()
  const type = uint32()
  const size = uint32()
  /** Where the row's line begins, and how long it is. */
  const start = uint32()
  const length = uint32()
  /** Its place among the rows of its kind. */
  const place = uint32()
  const flags = uint8()
  const texts = createTextIndex()
  const fields = new Map<RowKind, FieldColumns>()
  const positions = new Map<number, SourcePosition>()

  function fieldsOf(kind: RowKind): FieldColumns {
    const there = fields.get(kind) ?? createFieldColumns(kind, words)
    fields.set(kind, there)
    return there
  }

  function fieldReader(name: string): Reader {
    const readers = rowKinds.map((one) => fields.get(one)?.reader(name) ?? null)
    return (index) => readers[kind.values[index] as number]?.(place.values[index] as number) ?? null
  }

  const builtIn: { readonly [name: string]: Reader } = {
    n: (index) => n.values[index] as number,
    atUs: (index) => atUs.values[index] as number,
    kind: (index) => rowKinds[kind.values[index] as number] ?? null,
    direction: (index) => directions[direction.values[index] as number] ?? null,
    type: (index) => words.wordOf(type.values[index] as number),
    size: (index) => size.values[index] as number,
    hasBytes: (index) => flags.values[index] !== 0,
    file: (index) => positions.get(index)?.file ?? null,
    line: (index) => positions.get(index)?.line ?? null,
  }

  return {
    get count(): number {
      return n.length
    },
    /** Rows come in the order of their numbers. */
    add(row: StoredRow, lineStart: number, lineLength: number): void {
      const index = n.length
      n.push(row.n)
      atUs.push(row.atUs)
      kind.push(rowKinds.indexOf(row.kind))
      direction.push(directions.indexOf(row.direction))
      type.push(words.idOf(row.type))
      size.push(row.sizeBytes)
      start.push(lineStart)
      length.push(lineLength)
      flags.push(row.bytes ? 1 : 0)
      place.push(fieldsOf(row.kind).add(row.fields))
      if (row.position) positions.set(index, row.position)
      if (row.text) texts.add(index, row.text)
    },
    n,
    /** Nearly ascending: calls are told of a little after they have ended. */
    atUs,
    kindOf: (index: number): RowKind => rowKinds[kind.values[index] as number] as RowKind,
    directionOf: (index: number): RowDirection | null =>
      directions[direction.values[index] as number] ?? null,
    lineOf: (index: number) => ({
      start: start.values[index] as number,
      length: length.values[index] as number,
    }),
    reader: (name: string): Reader => builtIn[name] ?? fieldReader(name),
    /** Whether `needle`, in lower case, occurs in the row's text or type. */
    textReader(needle: string): (index: number) => boolean {
      const rows = texts.rowsWith(needle)
      const inType = words.all().map((word) => word.toLowerCase().includes(needle))
      return (index) => rows.has(index) || inType[(type.values[index] as number) - 1] === true
    },
    /** Memory, bytes. */
    get bytes(): number {
      let sum = texts.bytes + n.length * 40
      for (const one of fields.values()) sum += one.bytes
      return sum
    },
  }
}

export type SegmentIndex = ReturnType<typeof createSegmentIndex>
