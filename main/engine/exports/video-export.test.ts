import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ExportFormat, type ExportSelection, wholeSession } from '../../../contract/exports'
import { openClip } from '../clips/clip-reader'
import { createExportJob } from './export-job'
import { runExport } from './run-export'
import { isInstalled, outputOf } from './testing/programs'
import {
  audioPackets,
  h264Packets,
  type SamplePacket,
  streams,
  videoPackets,
  writePackets,
} from './testing/sample-call'
import { writeSession } from './testing/write-session'

const job = createExportJob({ isCancelled: () => false, onProgress: () => undefined })
const hasFfprobe = isInstalled('ffprobe')
if (!hasFfprobe) console.warn('ffprobe is not installed: what FFmpeg says of a file is not tested here')

async function exported(
  format: ExportFormat,
  packets: readonly SamplePacket[],
  selection: Partial<ExportSelection> = {},
) {
  const { folder } = await writeSession((journal) => writePackets(journal, packets))
  const file = path.join(folder, `out.${format}`)
  const { notes } = await runExport(
    {
      ...{ folder, format, path: file, appVersion: null },
      ...{ selection: { ...wholeSession, side: 'in', ...selection }, redactions: { rules: [], fields: [] } },
    },
    job,
  )
  return { file, notes }
}

async function timesIn(file: string) {
  const clip = await openClip(file, { audio: { sampleRate: 48_000, channels: 1 }, video: 'gray8' })
  const items = [...clip.items()]
  clip.close()
  return {
    pictures: items.flatMap((item) => (item.kind === 'video' ? [Math.round(item.at)] : [])),
    blocks: items.filter(({ kind }) => kind === 'audio').length,
    damaged: clip.damaged,
  }
}

const video = () => videoPackets(streams.videoIn, 50)

describe('the pictures of a session as IVF', () => {
  it('are all there at their times', async () => {
    const { file, notes } = await exported('ivf', video())
    const { pictures, damaged } = await timesIn(file)
    expect(pictures).toEqual(Array.from({ length: 50 }, (_, i) => i * 40))
    expect([damaged, notes]).toEqual([0, []])
  })

  it('have none that would be smeared: after a loss they go on with a key frame', async () => {
    const packets = video().filter(({ ts, marker }) => !(ts === 15 * 3600 && marker))
    const { file, notes } = await exported('ivf', packets)
    const { pictures, damaged } = await timesIn(file)
    const kept = Array.from({ length: 50 }, (_, i) => i).filter((i) => i < 15 || i >= 20)
    expect([pictures, damaged]).toEqual([kept.map((i) => i * 40), 0])
    expect(notes).toEqual([
      '5 pictures are not in it: a packet of theirs, or of one before them, was missing.',
    ])
  })

  it('take what was sent again, late or on a stream of its own', async () => {
    const packets = video()
    const lost = packets[7] as SamplePacket
    const again: SamplePacket = {
      ...lost,
      at: lost.at + 90,
      stream: { ...lost.stream, ssrc: 0x4444, pt: 97, codec: 'rtx' as never },
      seq: 9,
      payload: Uint8Array.of(lost.seq >> 8, lost.seq & 0xff, ...lost.payload),
    }
    const late = packets.map((packet, i) => (i === 20 ? { ...packet, at: packet.at + 90 } : packet))
    const { file, notes } = await exported('ivf', [...late.filter((packet) => packet !== lost), again])
    expect([(await timesIn(file)).pictures.length, notes]).toEqual([50, []])
  })

  it.runIf(hasFfprobe)('are VP8 for FFmpeg', async () => {
    const { file } = await exported('ivf', video())
    const told = await outputOf('ffprobe', [
      '-v',
      'error',
      '-count_frames',
      '-show_entries',
      'stream=codec_name,width,height,nb_read_frames',
      '-of',
      'csv=p=0',
      file,
    ])
    expect(told.trim()).toBe('vp8,320,240,50')
  })

  it('are refused where there are none', async () => {
    await expect(exported('ivf', video(), { side: 'out' })).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('pictures that were sent in H.264', () => {
  const h264 = () => h264Packets(streams.h264In, 50)
  const probe = (file: string) =>
    outputOf('ffprobe', [
      ...['-v', 'error', '-count_frames', '-show_entries'],
      ...['stream=codec_name,width,height,nb_read_frames', '-of', 'csv=p=0', file],
    ])

  it('are all there at their times as IVF, untouched', async () => {
    const { file, notes } = await exported('ivf', h264())
    const { pictures, damaged } = await timesIn(file)
    expect(pictures).toEqual(Array.from({ length: 50 }, (_, i) => i * 40))
    expect([damaged, notes]).toEqual([0, []])
  })

  it('have none that would be smeared: after a loss they go on with a key frame', async () => {
    const all = h264()
    const parts = all.filter(({ ts }) => ts === 15 * 3600)
    expect(parts.length).toBeGreaterThan(2)
    for (const lost of [parts[0], parts[1], parts.at(-1)]) {
      const { file, notes } = await exported(
        'ivf',
        all.filter((packet) => packet !== lost),
      )
      const { pictures, damaged } = await timesIn(file)
      const kept = Array.from({ length: 50 }, (_, i) => i).filter((i) => i < 15 || i >= 20)
      expect([pictures, damaged]).toEqual([kept.map((i) => i * 40), 0])
      expect(notes).toHaveLength(1)
    }
  })

  it('do not begin where a decoder could not: without their parameter sets', async () => {
    const [parameters, ...rest] = h264()
    expect((parameters?.payload[0] ?? 0) & 0x1f).toBe(24)
    const { file } = await exported('ivf', rest)
    expect((await timesIn(file)).pictures).toHaveLength(40)
  })

  it('are coded again for WebM, which cannot hold them', async () => {
    const { file, notes } = await exported('webm', [
      ...audioPackets(streams.audioIn, 440, 110, 100),
      ...h264(),
    ])
    const { pictures, damaged } = await timesIn(file)
    expect(pictures).toEqual(Array.from({ length: 50 }, (_, i) => 120 + i * 40))
    expect([damaged, notes]).toEqual([0, ['50 pictures were sent in H.264, and coded again as VP8.']])
  })

  it('that follow others in VP8 are told of: an IVF file holds one codec', async () => {
    const later = h264().map((packet) => ({ ...packet, at: packet.at + 3000 }))
    const { file, notes } = await exported('ivf', [...video(), ...later])
    expect((await timesIn(file)).pictures).toHaveLength(50)
    expect(notes[0]).toMatch(/^50 pictures are not in it: the codec changed/)
    const both = await exported('webm', [...video(), ...later])
    expect((await timesIn(both.file)).pictures).toHaveLength(100)
  })

  it.runIf(hasFfprobe)('are H.264 for FFmpeg', async () => {
    expect((await probe((await exported('ivf', h264())).file)).trim()).toBe('h264,320,240,50')
    expect((await probe((await exported('webm', h264())).file)).trim()).toBe('vp8,320,240,50')
  })
})

describe('sound and pictures of a session as WebM', () => {
  const both = () => [...audioPackets(streams.audioIn, 440, 110, 100), ...video()]

  it('are at their times, side by side', async () => {
    const { file, notes } = await exported('webm', both())
    const { pictures, blocks, damaged } = await timesIn(file)
    expect(pictures).toEqual(Array.from({ length: 50 }, (_, i) => 120 + i * 40))
    expect(Math.abs(blocks - 115)).toBeLessThan(2)
    expect([damaged, notes]).toEqual([0, []])
  })

  it('are those of a part', async () => {
    const { file } = await exported('webm', both(), { fromMs: 900, toMs: 1700 })
    const { pictures, blocks } = await timesIn(file)
    expect(pictures[0]).toBe(20)
    expect(pictures.at(-1)).toBe(780)
    expect(Math.abs(blocks - 40)).toBeLessThan(2)
  })

  it('may be pictures alone', async () => {
    const { file } = await exported('webm', video())
    expect((await timesIn(file)).pictures).toHaveLength(50)
  })

  it.runIf(hasFfprobe)('are Opus and VP8 for FFmpeg', async () => {
    const { file } = await exported('webm', both())
    const told = await outputOf('ffprobe', [
      '-v',
      'error',
      '-count_frames',
      '-show_entries',
      'stream=codec_name,nb_read_frames',
      '-of',
      'csv=p=0',
      file,
    ])
    expect(told.trim().split('\n')).toEqual([expect.stringMatching(/^opus,11\d$/), 'vp8,50'])
  })

  it('need a side', async () => {
    await expect(exported('webm', both(), { side: null })).rejects.toMatchObject({ code: 'invalid' })
  })
})
