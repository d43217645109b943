import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type ExportRequest, wholeSession } from '../../../contract/exports'
import { standardRedactions } from '../../../contract/redactions'
import { createExports, type Exports } from './exports'
import { buildExportThread } from './testing/build-export-thread'
import { audioPackets, streams, videoPackets, writePackets, writeSignals } from './testing/sample-call'
import { sampleHead, writeSession } from './testing/write-session'

let script: string
beforeAll(async () => {
  script = await buildExportThread()
})

const { sessionId } = sampleHead
const redactions = { rules: [...standardRedactions], fields: [] }

describe.each(['in this thread', 'in a thread of its own'])('exports %s', (place) => {
  let exports: Exports
  const shares: number[] = []

  afterEach(() => exports.close())

  async function open(onProgress: (share: number) => void = (share) => shares.push(share)) {
    const { dir, folder } = await writeSession((journal) => {
      writeSignals(journal)
      journal.append({ kind: 'message', direction: 'in', text: '{"token":"abc"}', at: 20 })
      writePackets(journal, [
        ...audioPackets(streams.audioIn, 440, 100),
        ...videoPackets(streams.videoIn, 20),
      ])
    })
    const flushed: string[] = []
    shares.length = 0
    exports = createExports({
      dir,
      script: place === 'in this thread' ? undefined : script,
      appVersion: '1.2.3',
      flush: async (id) => void flushed.push(id),
      onProgress: (progress) => onProgress(progress.share),
    })
    const request = (change: Partial<ExportRequest> = {}): ExportRequest => ({
      ...{ exportId: 'x', sessionId, format: 'bundle', path: path.join(folder, 'out.zip') },
      ...{ selection: wholeSession, redactions },
      ...change,
    })
    return { dir, folder, flushed, request }
  }

  it('write a file and tell how far they are', async () => {
    const { request, flushed } = await open()
    const { path: file, sizeBytes } = await exports.export(request())
    expect(existsSync(file)).toBe(true)
    expect(sizeBytes).toBeGreaterThan(1000)
    expect(flushed).toEqual([sessionId])
    expect(shares.at(-1)).toBe(1)
  })

  it('make a session of it again', async () => {
    const { dir, request } = await open()
    const { path: file } = await exports.export(request())
    const imported = await exports.import('y', file)
    expect(imported).toMatchObject({ notes: [] })
    expect(readdirSync(dir).sort()).toEqual([sessionId, imported.sessionId].sort())
  })

  it('say what rules would take away', async () => {
    await open()
    const { rows, counts, complete } = await exports.preview(sessionId, wholeSession, redactions)
    expect(rows).toBeGreaterThan(100)
    expect(complete).toBe(true)
    expect(counts.find(({ rule }) => rule === 'secrets')).toEqual({
      rule: 'secrets',
      count: 1,
      examples: ['token: abc'],
    })
  })

  it('end with an error as it was, and with one when they are cancelled', async () => {
    const { folder, request } = await open((share) => share < 1 && exports.cancel('x'))
    const wrong = request({ exportId: 'z', selection: { ...wholeSession, query: 'at:x' } })
    await expect(exports.export(wrong)).rejects.toMatchObject({ code: 'invalid', hint: expect.any(String) })
    await expect(exports.export(request())).rejects.toMatchObject({ code: 'closed' })
    expect(readdirSync(folder).filter((name) => name.startsWith('out'))).toEqual([])
  })

  it('are given up when the engine stops', async () => {
    const { request } = await open()
    const outcome = exports.export(request())
    const settled = expect(outcome).rejects.toMatchObject({ code: 'closed' })
    await Promise.resolve()
    await exports.close()
    await settled
  })

  it('are no more than three at a time, and not without a disk', async () => {
    const { request } = await open()
    const started = ['a', 'b', 'c'].map((exportId) =>
      exports.export(request({ exportId, path: `${request().path}.${exportId}` })),
    )
    const all = Promise.all(started)
    await Promise.resolve()
    await Promise.resolve()
    await expect(exports.export(request())).rejects.toMatchObject({ code: 'limit' })
    await all
    const nowhere = createExports({
      dir: null,
      appVersion: null,
      flush: async () => undefined,
      onProgress: () => undefined,
    })
    await expect(nowhere.export(request())).rejects.toMatchObject({ code: 'unavailable' })
  })
})
