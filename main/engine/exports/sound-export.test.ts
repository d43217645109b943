import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ExportSelection, wholeSession } from '../../../contract/exports'
import { encodeMulaw } from '../codecs/mulaw'
import { createExportJob } from './export-job'
import { runExport } from './run-export'
import { isInstalled, outputOf } from './testing/programs'
import { audioPackets, type SamplePacket, streams, writePackets } from './testing/sample-call'
import { writeSession } from './testing/write-session'

const job = createExportJob({ isCancelled: () => false, onProgress: () => undefined })
const RATE = 48_000
const hasFfprobe = isInstalled('ffprobe')
if (!hasFfprobe) console.warn('ffprobe is not installed: what FFmpeg says of a file is not tested here')

async function heard(packets: readonly SamplePacket[], selection: Partial<ExportSelection> = {}) {
  const { folder } = await writeSession((journal) => writePackets(journal, packets))
  const file = path.join(folder, 'sound.wav')
  const { notes } = await runExport(
    {
      ...{ folder, format: 'wav', path: file, appVersion: null },
      ...{ selection: { ...wholeSession, ...selection }, redactions: { rules: [], fields: [] } },
    },
    job,
  )
  const bytes = readFileSync(file)
  const samples = new Int16Array(new Uint8Array(bytes.subarray(44)).buffer)
  const channel = (which: 0 | 1): Int16Array => samples.filter((_, i) => i % 2 === which)
  return { file, notes, left: channel(0), right: channel(1) }
}

/** How much of a tone there is between two times in s: 0 to 1 of what was sung. */
function loudness(samples: Int16Array, hz: number, from: number, to: number): number {
  let [re, im, count] = [0, 0, 0]
  for (let i = Math.round(from * RATE); i < to * RATE; i += 1) {
    const sample = samples[i] ?? 0
    re += sample * Math.cos((2 * Math.PI * hz * i) / RATE)
    im += sample * Math.sin((2 * Math.PI * hz * i) / RATE)
    count += 1
  }
  return (2 * Math.hypot(re, im)) / count / 8000
}

const client = () => audioPackets(streams.audioIn, 440, 100, 500)
const handler = () => audioPackets(streams.audioOut, 880, 50, 1500)

describe('the sound of a session', () => {
  it('has the client on the left and the handler on the right, each at its time', async () => {
    const { left, right } = await heard([...client(), ...handler()])
    expect(left.length / RATE).toBeCloseTo(2.5, 2)
    expect(loudness(left, 440, 0, 0.45)).toBeLessThan(0.01)
    expect(loudness(left, 440, 0.6, 2.4)).toBeGreaterThan(0.95)
    expect(loudness(right, 880, 0.6, 1.4)).toBeLessThan(0.01)
    expect(loudness(right, 880, 1.6, 2.4)).toBeGreaterThan(0.95)
    expect(loudness(left, 880, 0.6, 2.4)).toBeLessThan(0.01)
  })

  it('is that of one side, from one time to another', async () => {
    const { left, right } = await heard([...client(), ...handler()], {
      side: 'out',
      fromMs: 1400,
      toMs: 2000,
    })
    expect(left.length / RATE).toBeCloseTo(0.6, 5)
    expect(loudness(left, 880, 0, 0.09)).toBeLessThan(0.02)
    for (const channel of [left, right]) expect(loudness(channel, 880, 0.2, 0.55)).toBeGreaterThan(0.95)
  })

  it('conceals what was lost, and says so', async () => {
    const { left, notes } = await heard(client().filter((_, i) => i % 10 !== 5))
    expect(loudness(left, 440, 0.6, 2.4)).toBeGreaterThan(0.9)
    expect(notes).toEqual(['10 blocks of sound were made up for lost packets.'])
  })

  it('is in order where packets were not, and once where they came twice', async () => {
    const packets = client()
    const late = packets.map((packet, i) => ({ ...packet, at: packet.at + (i % 7 === 3 ? 65 : 0) }))
    const { left, notes } = await heard([...late, ...late.filter((_, i) => i % 5 === 0)])
    expect(loudness(left, 440, 0.6, 2.4)).toBeGreaterThan(0.95)
    expect(left.length / RATE).toBeCloseTo(2.5, 2)
    expect(notes).toEqual([])
  })

  it('keeps pauses of a sender that sends nothing while it is silent', async () => {
    const packets = client().filter((_, i) => i < 20 || i >= 60)
    const kept = packets.map((packet, i) => ({ ...packet, seq: (65_500 + i) & 0xffff }))
    const { left, notes } = await heard(kept)
    expect(loudness(left, 440, 0.95, 1.65)).toBeLessThan(0.02)
    expect(loudness(left, 440, 1.75, 2.4)).toBeGreaterThan(0.95)
    expect(notes).toEqual([])
  })

  it.each([
    ['telephones', 8000],
    ['WebSockets', 24_000],
  ])('is that of %s, too', async (_, clockRate) => {
    const length = clockRate / 50
    const stream = { ...streams.audioIn, codec: 'pcmu', pt: 0, clockRate } as const
    const packets = Array.from({ length: 50 }, (_, i) => {
      const tone = Int16Array.from(
        { length },
        (__, k) => 8000 * Math.sin((2 * Math.PI * 440 * (i * length + k)) / clockRate),
      )
      const place = { at: i * 20, seq: i, ts: i * length, marker: false }
      return { stream, ...place, payload: encodeMulaw(tone) }
    })
    const { left, right } = await heard(packets, { side: 'in' })
    for (const channel of [left, right]) expect(loudness(channel, 440, 0.1, 0.9)).toBeGreaterThan(0.95)
  })

  it.runIf(hasFfprobe)('is a WAV file for FFmpeg', async () => {
    const { file } = await heard(client())
    const told = await outputOf('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'stream=codec_name,sample_rate,channels,duration',
      '-of',
      'csv=p=0',
      file,
    ])
    expect(told.trim()).toBe('pcm_s16le,48000,2,2.500000')
  })

  it('is refused where there is none', async () => {
    await expect(heard(client(), { side: 'out' })).rejects.toMatchObject({ code: 'not-found' })
  })
})
