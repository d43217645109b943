import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { wholeSession } from '../../../contract/exports'
import { pieceFile, pieceFiles } from '../journal/session-folder'
import { createExportJob } from './export-job'
import { type ExportSource, openExportSource } from './export-source'
import { openSessionFiles } from './session-files'
import { writeSession } from './testing/write-session'

const nothing = { rules: [], fields: [] }
const job = createExportJob({ isCancelled: () => false, onProgress: () => undefined })

async function numbersOf(source: ExportSource): Promise<number[]> {
  const numbers: number[] = []
  for await (const rows of source.slices(job)) numbers.push(...rows.map(({ n }) => n))
  return numbers
}

const tenMessages = () =>
  writeSession((journal) => {
    for (let i = 0; i < 10; i += 1)
      journal.append({
        kind: i % 5 === 0 ? 'console' : 'message',
        direction: i % 2 === 0 ? 'in' : 'out',
        text: `{"i":${i},"ü":"${'x'.repeat(i)}"}`,
        at: i * 1000,
        bytes: Uint8Array.from({ length: i }, () => i),
      })
  })

describe('the files of a session', () => {
  it('give every row in order, with its bytes', async () => {
    const { folder } = await tenMessages()
    const files = openSessionFiles(folder)
    const rows = [...files.slices()].flatMap((slice) => slice.rows)
    expect(rows.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(rows[3]?.text).toBe('{"i":3,"ü":"xxx"}')
    expect(rows.map((row) => files.bytesOf(row)?.length)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(files.bytesOf(rows[7] as never)).toEqual(new Uint8Array(7).fill(7))
    expect([files.rowsGone, files.bytesGone, files.damagedLines()]).toEqual([0, 0, 0])
    files.close()
  })

  it('are read over the borders of slices', async () => {
    const text = 'ü'.repeat(300_000)
    const { folder } = await writeSession((journal) => {
      for (let i = 0; i < 9; i += 1) journal.append({ kind: 'message', text: `${i}${text}` })
    })
    const files = openSessionFiles(folder)
    const slices = [...files.slices()]
    expect(slices.length).toBeGreaterThan(3)
    expect(slices.flatMap(({ rows }) => rows).map((row) => row.text.length)).toEqual(Array(9).fill(300_001))
    expect(slices.at(-1)?.read).toBe(slices[0]?.of)
  })

  it('skip damaged lines and count them, also one that was torn', async () => {
    const { folder } = await tenMessages()
    const file = pieceFile(folder, 'rows', 0)
    const lines = readFileSync(file, 'utf8').split('\n')
    lines[4] = lines[4]?.slice(0, 20) ?? ''
    writeFileSync(file, lines.join('\n'))
    appendFileSync(file, '{"n":10,"at')
    const files = openSessionFiles(folder)
    expect([...files.slices()].flatMap(({ rows }) => rows)).toHaveLength(9)
    expect(files.damagedLines()).toBe(2)
  })

  it('of a live session end where its last line does', async () => {
    const { folder } = await writeSession(
      (journal) => {
        journal.append({ kind: 'message', text: 'a' })
        journal.flush()
      },
      { end: false },
    )
    appendFileSync(pieceFile(folder, 'rows', 0), '{"n":1,"at')
    const files = openSessionFiles(folder)
    expect([...files.slices()].flatMap(({ rows }) => rows)).toHaveLength(1)
    expect(files.damagedLines()).toBe(0)
  })

  it('say what is no longer kept', async () => {
    const { folder } = await tenMessages()
    const [data] = pieceFiles(folder, 'data')
    const source = openExportSource({ folder, selection: wholeSession, redactions: nothing })
    rmSync(data?.path ?? '')
    for await (const rows of source.slices(job)) for (const row of rows) source.bytesOf(row)
    expect(source.notes()).toEqual(['The bytes of 9 rows are no longer kept and not in it.'])
  })
})

describe('a selection', () => {
  it('takes a range, a side and what a query finds', async () => {
    const { folder } = await tenMessages()
    const numbers = (selection: Partial<typeof wholeSession>) =>
      numbersOf(
        openExportSource({ folder, selection: { ...wholeSession, ...selection }, redactions: nothing }),
      )
    expect(await numbers({ fromMs: 2000, toMs: 4000 })).toEqual([2, 3, 4])
    expect(await numbers({ side: 'out' })).toEqual([1, 3, 5, 7, 9])
    expect(await numbers({ query: 'kind:console' })).toEqual([0, 5])
    expect(await numbers({ query: 'data.i>=8', fromMs: 9000 })).toEqual([9])
  })

  it('is refused with the place of the mistake', () => {
    expect(() =>
      openExportSource({ folder: '', selection: { ...wholeSession, query: 'at:x' }, redactions: nothing }),
    ).toThrow(/query is wrong at character/)
  })
})
