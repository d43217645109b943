import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { wholeSession } from '../../../contract/exports'
import { packSources } from '../../../contract/handler-sources'
import { REDACTED, standardRedactions } from '../../../contract/redactions'
import { createExportJob, type ExportJobOptions } from './export-job'
import { type ExportOrder, runExport } from './run-export'
import { isInstalled, outputOf } from './testing/programs'
import { audioPackets, streams, videoPackets, writePackets, writeSignals } from './testing/sample-call'
import { temporaryFolder, writeSession } from './testing/write-session'

const quiet: ExportJobOptions = { isCancelled: () => false, onProgress: () => undefined }

const source = ["const apiKey = 'k-e-y'", '// ann.lee@example.org', 'export default 1', ''].join('\n')

const call = () =>
  writeSession((journal) => {
    writeSignals(journal)
    journal.append({
      kind: 'message',
      direction: 'in',
      type: 'login',
      text: '{"type":"login","password":"hunter2"}',
      at: 10,
    })
    const files = { 'echo.ts': source, 'lib/../../../out.ts': 'no', 'lib/b.ts': 'export {}\n' }
    const bytes = packSources(new Map(Object.entries(files))) ?? undefined
    const took = { kind: 'swap', type: 'started', text: 'version 2 of echo.ts started', at: 8 } as const
    journal.append({ ...took, fields: { version: 2 }, ...(bytes ? { bytes } : {}) })
    writePackets(journal, [
      ...audioPackets(streams.audioIn, 440, 50),
      ...audioPackets(streams.audioOut, 880, 50),
      ...videoPackets(streams.videoIn, 20),
    ])
  })

async function bundled(change: Partial<ExportOrder> = {}, hooks = quiet) {
  const { folder } = await call()
  const out = temporaryFolder()
  const zip = path.join(out, 'evidence.zip')
  const order: ExportOrder = {
    ...{ folder, format: 'bundle', path: zip, appVersion: '1.2.3', selection: wholeSession },
    redactions: { rules: [...standardRedactions], fields: [] },
    ...change,
  }
  const outcome = runExport(order, createExportJob(hooks))
  return { outcome, out, zip, entry: (name: string) => outputOf('unzip', ['-p', zip, name]) }
}

if (!isInstalled('unzip')) console.warn('unzip is not installed: what it says of a bundle is not tested here')
const itIfUnzipped = it.runIf(isInstalled('unzip'))

describe('a bundle', () => {
  itIfUnzipped('holds everything, and a list of it', async () => {
    const { outcome, out, zip, entry } = await bundled()
    await outcome
    expect(readdirSync(out)).toEqual(['evidence.zip'])
    await outputOf('unzip', ['-t', zip])
    const manifest = JSON.parse(await entry('manifest.json'))
    expect(manifest).toMatchObject({
      format: 'soundcheck-bundle',
      version: 1,
      appVersion: '1.2.3',
      notKept: { rows: 0 },
    })
    expect(manifest.files.map(({ file }: { file: string }) => file)).toEqual([
      ...['rows.jsonl', 'packets.pcapng', 'client.wav', 'handler.wav', 'client.webm', 'handler.webm'],
      ...['trace.json', 'webrtc-internals.json', 'handler/version-2/echo.ts', 'handler/version-2/lib/b.ts'],
    ])
    expect(manifest.leftOut).toEqual([])
    expect(manifest.redactions).toContainEqual({ rule: 'secrets', count: 2 })
    const rows = (await entry('rows.jsonl')).trim().split('\n')
    expect(rows.length).toBeGreaterThan(100)
  })

  itIfUnzipped('has the handler’s source, without what the rules take away', async () => {
    const { outcome, entry } = await bundled()
    await outcome
    expect(await entry('handler/version-2/echo.ts')).toBe(
      source.replace("'k-e-y'", REDACTED).replace('ann.lee@example.org', REDACTED),
    )
  })

  itIfUnzipped('leaves the source out where a rule says so, and says it', async () => {
    const redactions = { rules: [...standardRedactions, 'sources' as const], fields: [] }
    const { outcome, zip, entry } = await bundled({ redactions })
    await outcome
    expect(await outputOf('unzip', ['-Z1', zip])).not.toContain('handler/')
    expect(await entry('rows.jsonl')).not.toContain(
      Buffer.from('export default 1').toString('base64').slice(4, 12),
    )
    const { leftOut, redactions: taken } = JSON.parse(await entry('manifest.json'))
    expect(leftOut).toContainEqual({ file: 'handler', why: expect.stringContaining('left out by a rule') })
    expect(taken).toContainEqual({ rule: 'sources', count: 1 })
  })

  itIfUnzipped('has nowhere what a rule takes away', async () => {
    const { outcome, zip, entry } = await bundled()
    await outcome
    for (const name of (await outputOf('unzip', ['-Z1', zip])).trim().split('\n')) {
      const text = await entry(name)
      expect(text, name).not.toContain('hunter2')
      expect(text, name).not.toContain('192.168.1.7')
    }
  })

  itIfUnzipped('leaves out media that a rule takes away, and says so', async () => {
    const redactions = { rules: [...standardRedactions, 'media' as const], fields: [] }
    const { outcome, zip, entry } = await bundled({ redactions })
    await outcome
    expect((await outputOf('unzip', ['-Z1', zip])).trim().split('\n')).toEqual([
      ...['manifest.json', 'rows.jsonl', 'packets.pcapng', 'trace.json', 'webrtc-internals.json'],
      ...['handler/version-2/echo.ts', 'handler/version-2/lib/b.ts'],
    ])
    const { leftOut } = JSON.parse(await entry('manifest.json'))
    expect(leftOut).toContainEqual({ file: 'client.wav', why: expect.stringContaining('left out by a rule') })
  })

  it('leaves nothing behind when it is cancelled', async () => {
    const steps: number[] = []
    const { outcome, out } = await bundled(
      {},
      { isCancelled: () => steps.length > 4, onProgress: (share) => void steps.push(share) },
    )
    await expect(outcome).rejects.toMatchObject({ code: 'closed' })
    expect(readdirSync(out)).toEqual([])
    expect(steps).toEqual([...steps].sort((a, b) => a - b))
  })
})
