import type { RowKind } from '../../../../contract/journal'
import { type RowField, type RowFields, type RowFieldValue, rowFields } from '../../../../contract/row-fields'
import { type Column, float64 } from './column'
import type { Words } from './words'

interface FieldColumn {
  readonly field: RowField
  readonly column: Column<Float64Array>
}

function toNumber(value: RowFieldValue, { type }: RowField, words: Words): number {
  if (type === 'word') return words.idOf(String(value))
  return typeof value === 'string' ? Number.NaN : Number(value)
}

function toValue(number: number, { type }: RowField, words: Words): RowFieldValue | null {
  if (Number.isNaN(number)) return null
  if (type === 'word') return words.wordOf(number)
  return type === 'flag' ? number !== 0 : number
}

/** The fields of the rows of one kind, by their place among those; a column is there from the first row that has a value in it. */
export function createFieldColumns(kind: RowKind, words: Words) {
  const known = rowFields[kind]
  const columns = new Map<string, FieldColumn>()
  let count = 0

  function columnOf(name: string): FieldColumn | null {
    const there = columns.get(name)
    if (there) return there
    const field = known[name]
    if (!field) return null
    const made = { field, column: float64() }
    for (let i = 0; i < count; i += 1) made.column.push(Number.NaN)
    columns.set(name, made)
    return made
  }

  return {
    /** Adds a row and gives its place. */
    add(fields: RowFields): number {
      for (const name in fields) {
        const there = columnOf(name)
        there?.column.push(toNumber(fields[name] as RowFieldValue, there.field, words))
      }
      count += 1
      for (const { column } of columns.values()) if (column.length < count) column.push(Number.NaN)
      return count - 1
    },
    /** Reads field `name` at a place; null where no row has it. */
    reader(name: string): ((place: number) => RowFieldValue | null) | null {
      const there = columns.get(name)
      if (!there) return null
      const { field, column } = there
      return (place) => toValue(column.values[place] as number, field, words)
    },
    get bytes(): number {
      let sum = 0
      for (const { column } of columns.values()) sum += column.bytes
      return sum
    },
  }
}

export type FieldColumns = ReturnType<typeof createFieldColumns>
