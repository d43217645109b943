import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readSources } from '../../../contract/handler-sources'
import type { StoredRow } from '../journal/journal-line'
import type { ExporterParts } from './exporter'

/** A journal may have been opened from a file: nothing is written outside the folder, whatever it says. */
const isSafe = (id: string): boolean =>
  !/[\\:\0]/.test(id) && id.split('/').every((part) => part !== '' && part !== '.' && part !== '..')

function filesOf(row: StoredRow, bytes: Uint8Array | null): readonly (readonly [string, string])[] {
  const { version } = row.fields
  const sources = bytes && readSources(bytes)
  if (!sources || typeof version !== 'number') return []
  return [...sources]
    .filter(([id]) => isSafe(id))
    .map(([id, text]) => [`handler/version-${version}/${id}`, text])
}

/** Writes the files of each version of the handler that ran; gives their paths in `folder`, with `/`. */
export async function writeSourceFiles(folder: string, { source, job }: ExporterParts): Promise<string[]> {
  const written = new Set<string>()
  for await (const rows of source.allSlices(job, ['swap']))
    for (const [file, text] of rows.flatMap((row) => filesOf(row, source.bytesOf(row)))) {
      const target = path.join(folder, ...file.split('/'))
      mkdirSync(path.dirname(target), { recursive: true })
      writeFileSync(target, text)
      written.add(file)
    }
  return [...written]
}
