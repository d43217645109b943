import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ExportSelection, wholeSession } from '../../../contract/exports'
import { standardRedactions } from '../../../contract/redactions'
import { createStreamSummaries } from '../../../contract/rtp-streams'
import { createExportJob } from './export-job'
import { type ExportOrder, runExport } from './run-export'
import { openSessionFiles } from './session-files'
import { isInstalled, outputOf } from './testing/programs'
import {
  audioPackets,
  streams,
  videoPackets,
  writePackets,
  writeReports,
  writeSignals,
} from './testing/sample-call'
import { writeSession } from './testing/write-session'

const job = createExportJob({ isCancelled: () => false, onProgress: () => undefined })
const hasTshark = isInstalled('tshark')
if (!hasTshark) console.warn('tshark is not installed: what Wireshark says of a capture is not tested here')

/** The same ones each time. */
const isLost = (i: number): boolean => (i * 7919) % 31 < 3

const call = () =>
  writeSession((journal) => {
    writeSignals(journal)
    writePackets(journal, [
      ...audioPackets(streams.audioIn, 440, 150).filter((_, i) => i === 0 || i === 149 || !isLost(i)),
      ...audioPackets(streams.audioOut, 880, 150),
      ...videoPackets(streams.videoIn, 50),
    ])
    writeReports(journal, 3200)
  })

async function capture(
  folder: string,
  change: Partial<ExportOrder> = {},
  selection: Partial<ExportSelection> = {},
) {
  const file = path.join(folder, 'call.pcapng')
  await runExport(
    {
      ...{ folder, format: 'pcapng', path: file, appVersion: '1.2.3' },
      ...{ selection: { ...wholeSession, ...selection }, redactions: { rules: [], fields: [] } },
      ...change,
    },
    job,
  )
  return file
}

/** One field of each packet that Wireshark's filter lets through, a line each. */
const fieldsOf = (file: string, filter: string, field: string): Promise<string> =>
  outputOf('tshark', ['-n', '-r', file, '-Y', filter, '-T', 'fields', '-e', field])

describe('a capture of packets', () => {
  it('says of itself that its addresses are made up', async () => {
    const { folder } = await call()
    const text = readFileSync(await capture(folder)).toString('latin1')
    expect(text).toContain('Addresses and ports are made up')
    expect(text).toContain('Soundcheck 1.2.3')
    expect(text).toContain('a=group:BUNDLE 0 1')
  })

  it('is refused where there are no packets', async () => {
    const { folder } = await writeSession((journal) => journal.append({ kind: 'message', text: 'hi' }))
    await expect(capture(folder)).rejects.toMatchObject({ code: 'not-found' })
  })

  it.runIf(hasTshark)(
    'is dissected by Wireshark, with every stream and as many losses as we count',
    async () => {
      const { folder } = await call()
      const file = await capture(folder)
      const files = openSessionFiles(folder)
      const ours = createStreamSummaries()
      for (const { rows } of files.slices()) for (const row of rows) ours.add(row)
      files.close()

      const listed = await outputOf('tshark', ['-q', '-n', '-r', file, '-z', 'rtp,streams'])
      const theirs = [...listed.matchAll(/0x(\w{8})\s+(.+?)\s+(\d+)\s+(-?\d+) \(/g)].map(
        ([, ssrc, codec, packets, lost]) => ({
          ...{ ssrc: Number.parseInt(ssrc ?? '', 16), codec: codec?.toLowerCase() },
          ...{ packets: Number(packets), lost: Number(lost) },
        }),
      )
      expect(theirs).toHaveLength(3)
      const expected = ours.read().map(({ ssrc, codec, packets, lost }) => ({ ssrc, codec, packets, lost }))
      expect(theirs).toEqual(expect.arrayContaining(expected))
      expect(expected.find(({ ssrc }) => ssrc === streams.audioIn.ssrc)?.lost).toBeGreaterThan(5)

      const faults = await outputOf('tshark', [
        '-n',
        '-r',
        file,
        '-Y',
        '_ws.malformed || _ws.expert.severity >= "Warning"',
      ])
      expect(faults).toBe('')
      const kinds = await fieldsOf(file, 'rtcp', 'rtcp.pt')
      expect(kinds.trim().split('\n')).toEqual(['201', '206'])
      const pictures = await fieldsOf(file, 'vp8', 'frame.number')
      expect(pictures.trim().split('\n').length).toBe(expected.find(({ codec }) => codec === 'vp8')?.packets)
      const times = await fieldsOf(file, 'rtp', 'frame.time_epoch')
      expect(Number(times.split('\n')[0])).toBeCloseTo(Date.UTC(2026, 0, 2, 3, 4, 5) / 1000 + 0.1, 6)
    },
  )

  it.runIf(hasTshark)('keeps its numbers where its contents were taken away', async () => {
    const { folder } = await call()
    const file = await capture(
      folder,
      { redactions: { rules: [...standardRedactions, 'media'], fields: [] } },
      { fromMs: 1000, toMs: 2000, side: 'out' },
    )
    const listed = await outputOf('tshark', ['-q', '-n', '-r', file, '-z', 'rtp,streams'])
    expect(listed).toMatch(/0x00002222\s+opus\s+5\d\s+0 \(/i)
    const caught = await fieldsOf(file, 'rtp', 'frame.cap_len')
    expect(new Set(caught.trim().split('\n'))).toEqual(new Set(['40']))
    expect(readFileSync(file).toString('latin1')).not.toContain('192.168.1.7')
  })
})
