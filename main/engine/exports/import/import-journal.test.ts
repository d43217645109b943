import { createWriteStream, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { type ExportFormat, wholeSession } from '../../../../contract/exports'
import { readHead } from '../../journal/session-head'
import { createExportJob } from '../export-job'
import { runExport } from '../run-export'
import { openSessionFiles } from '../session-files'
import { audioPackets, streams, writePackets, writeSignals } from '../testing/sample-call'
import { sampleHead, temporaryFolder, writeSession } from '../testing/write-session'
import { importJournal } from './import-journal'

const job = createExportJob({ isCancelled: () => false, onProgress: () => undefined })

async function exported(format: ExportFormat) {
  const { folder } = await writeSession((journal) => {
    writeSignals(journal)
    journal.append({ kind: 'message', direction: 'in', type: 'chat', text: '{"data":"ü\\n"}', at: 50 })
    journal.append({ kind: 'message', direction: 'in', text: '', bytes: Uint8Array.of(0, 255, 10), at: 60 })
    writePackets(journal, audioPackets(streams.audioIn, 440, 20))
  })
  const file = path.join(temporaryFolder(), `call.${format === 'bundle' ? 'zip' : 'jsonl'}`)
  const redactions = { rules: [], fields: [] }
  await runExport({ folder, format, path: file, appVersion: null, selection: wholeSession, redactions }, job)
  return { folder, file }
}

function contents(folder: string) {
  const files = openSessionFiles(folder)
  const rows = [...files.slices()].flatMap((slice) => slice.rows)
  const all = rows.map((row) => ({ ...row, bytes: files.bytesOf(row) }))
  files.close()
  return all
}

async function zipOf(entries: { readonly [name: string]: string }): Promise<string> {
  const file = path.join(temporaryFolder(), 'made.zip')
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(entries)) zip.addBuffer(Buffer.from(text), name)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(file))
  return file
}

function written(name: string, text: string): string {
  const file = path.join(temporaryFolder(), name)
  writeFileSync(file, text)
  return file
}

describe('an import', () => {
  it.each(['jsonl', 'bundle'] as const)(
    'of a %s gives the same rows and bytes, in a session of its own',
    async (format) => {
      const { folder, file } = await exported(format)
      const dir = temporaryFolder()
      const { sessionId, rows, notes } = await importJournal({ file, dir }, job)
      expect(readdirSync(dir)).toEqual([sessionId])
      expect(contents(path.join(dir, sessionId))).toEqual(contents(folder))
      expect([rows, notes]).toEqual([24, []])
      expect(readHead(path.join(dir, sessionId))).toEqual({
        ...sampleHead,
        sessionId,
        client: { ...sampleHead.client, door: 'file' },
        end: {
          at: sampleHead.openedAt + 10_000,
          status: 'closed',
          reason: `opened from ${path.basename(file)}`,
        },
      })
    },
  )

  it('skips damaged lines and counts them', async () => {
    const { file } = await exported('jsonl')
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    const damaged = [
      ...lines.slice(0, 5),
      lines[2],
      '{"n":',
      lines[5]?.slice(0, 30),
      ...lines.slice(6),
      'x'.repeat(9e6),
    ]
    const dir = temporaryFolder()
    const { sessionId, rows, notes } = await importJournal(
      { file: written('a.jsonl', damaged.join('\n')), dir },
      job,
    )
    expect([rows, notes]).toEqual([23, ['4 damaged lines were skipped.']])
    expect(contents(path.join(dir, sessionId)).map(({ n }) => n)).not.toContain(4)
  })

  it('takes what it can of whatever it is given, and leaves nothing behind when that is nothing', async () => {
    const { file } = await exported('jsonl')
    const whole = readFileSync(file)
    const dir = temporaryFolder()
    const name = path.join(temporaryFolder(), 'a.jsonl')
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.uint8Array({ maxLength: 40 }), async (at, noise) => {
        const bytes = Buffer.concat([whole.subarray(0, at), noise, whole.subarray(at + noise.length)])
        const before = readdirSync(dir).length
        writeFileSync(name, bytes)
        const outcome = await importJournal({ file: name, dir }, job).catch((thrown: unknown) => thrown)
        if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'invalid' })
        expect(readdirSync(dir)).toHaveLength(before + (outcome instanceof Error ? 0 : 1))
      }),
      { numRuns: 50 },
    )
  })

  const head = JSON.stringify({ format: 'soundcheck-journal', version: 1, session: sampleHead })

  it.each([
    ['a text', () => written('a.jsonl', 'hello\n'), 'is no journal'],
    ['nothing', () => written('a.jsonl', ''), 'is no journal'],
    [
      'a later version',
      () => written('a.jsonl', head.replace('"version":1', '"version":2')),
      'newer Soundcheck',
    ],
    ['a zip without a journal', () => zipOf({ 'a.txt': 'x' }), 'no rows.jsonl'],
    [
      'a torn zip',
      async () =>
        written(
          'a.zip',
          readFileSync(await zipOf({ 'rows.jsonl': head }))
            .toString('latin1')
            .slice(0, 60),
        ),
      'cannot be opened',
    ],
    [
      'a zip of too many files',
      () => zipOf(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`${i}`, '']))),
      '1001 files',
    ],
  ] as const)('refuses %s', async (_what, make, message) => {
    const dir = temporaryFolder()
    const refused = importJournal({ file: await make(), dir }, job)
    await expect(refused).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(message),
    })
    expect(readdirSync(dir)).toEqual([])
  })

  it('refuses names that lead out of a zip', async () => {
    const file = await zipOf({ 'aaaaaaaaaa.jsonl': head, 'rows.jsonl': head })
    writeFileSync(
      file,
      readFileSync(file).toString('latin1').replaceAll('aaaaaaaaaa.jsonl', '../../../../evil'),
      'latin1',
    )
    await expect(importJournal({ file, dir: temporaryFolder() }, job)).rejects.toMatchObject({
      code: 'invalid',
    })
  })

  it('refuses what unpacks to more than a journal may be, without unpacking it', async () => {
    const file = await zipOf({ 'rows.jsonl': head })
    const bytes = readFileSync(file)
    // The size that the directory at the end tells. Source: APPNOTE.TXT section 4.3.12.
    bytes.writeUInt32LE(0xf000_0000, bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + 24)
    writeFileSync(file, bytes)
    await expect(importJournal({ file, dir: temporaryFolder() }, job)).rejects.toMatchObject({
      code: 'limit',
    })
  })

  it('can be cancelled, and says when there is no such file', async () => {
    const { file } = await exported('jsonl')
    const dir = temporaryFolder()
    const cancelled = createExportJob({ isCancelled: () => true, onProgress: () => undefined })
    await expect(importJournal({ file, dir }, cancelled)).rejects.toMatchObject({ code: 'closed' })
    expect(readdirSync(dir)).toEqual([])
    await expect(importJournal({ file: `${file}x`, dir }, job)).rejects.toMatchObject({ code: 'not-found' })
    mkdirSync(path.join(dir, 'folder'))
    await expect(importJournal({ file: path.join(dir, 'folder'), dir }, job)).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
