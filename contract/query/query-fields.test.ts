import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rowKinds } from '../journal'
import { rowFields } from '../row-fields'
import { fieldTable } from './field-table'
import { fieldNamed, queryFields } from './query-fields'

describe('the fields of the query language', () => {
  it('have every field of every kind of row', () => {
    for (const kind of rowKinds)
      for (const name of Object.keys(rowFields[kind])) expect(fieldNamed(name)?.kinds).toContain(kind)
  })

  it('have names and aliases that mean one of them alone, in any case', () => {
    const names = queryFields
      .flatMap(({ name, aliases }) => [name, ...aliases])
      .map((name) => name.toLowerCase())
    expect(new Set([...names, 'has', 'data']).size).toBe(names.length + 2)
    expect(fieldNamed('WAIT')?.name).toBe('waitMs')
    expect(fieldNamed('nothing')).toBeNull()
  })

  it('are read the same way in all kinds of rows', () => {
    for (const { name, kinds } of queryFields) {
      const meanings = kinds?.map((kind) => rowFields[kind][name]) ?? []
      expect(new Set(meanings.map((field) => `${field?.type} ${field?.unit}`)).size).toBeLessThan(2)
    }
  })

  it('are all in the table of the page on the query language', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/query-language.md'), 'utf8')
    const lines = page.split('\n')
    const begin = lines.findIndex((line) => line.startsWith('| field |'))
    const table = fieldTable()
    expect(lines.slice(begin, begin + table.split('\n').length).join('\n')).toBe(table)
  })
})
