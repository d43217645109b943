import { describe, expect, it } from 'vitest'
import { wholeSession } from '../../../contract/exports'
import { createExportJob } from './export-job'
import { measureSound } from './measure-sound'
import { audioPackets, type SamplePacket, streams, writePackets } from './testing/sample-call'
import { writeSession } from './testing/write-session'

const job = createExportJob({ isCancelled: () => false, onProgress: () => undefined })

async function measured(packets: readonly SamplePacket[], change: Partial<typeof wholeSession> = {}) {
  const { folder } = await writeSession((journal) => writePackets(journal, packets))
  return await measureSound({ folder, selection: { ...wholeSession, ...change } }, job)
}

/** Of a tone with the amplitude of the sample call, both channels, LUFS. */
const TONE = 20 * Math.log10(8000 / 32_768)

describe('the loudness of a session', () => {
  const client = () => audioPackets(streams.audioIn, 997, 250, 500)
  const handler = () => audioPackets(streams.audioOut, 997, 150, 3000)

  it('is told of each side, as it was sent', async () => {
    const [first, second] = await measured([...client(), ...handler()])
    expect([first?.side, second?.side]).toEqual(['in', 'out'])
    for (const { integrated, samplePeak, notes } of [first, second].filter((one) => one !== undefined)) {
      expect(Math.abs((integrated ?? 0) - TONE)).toBeLessThan(0.3)
      expect(Math.abs((samplePeak ?? 0) - TONE)).toBeLessThan(1)
      expect(notes).toEqual([])
    }
  })

  it('is that of a part, and of one side', async () => {
    const sides = await measured([...client(), ...handler()], { side: 'out', fromMs: 3500, toMs: 5500 })
    expect(sides.map(({ side }) => side)).toEqual(['out'])
    expect(sides[0]?.seconds).toBeCloseTo(2, 1)
  })

  it('is told with what had to be made up', async () => {
    const [side] = await measured(client().filter((_, i) => i % 20 !== 7))
    expect(side?.notes[0]).toMatch(/made up for lost packets/)
  })

  it('is refused where there is no sound', async () => {
    await expect(measured(client(), { side: 'out' })).rejects.toMatchObject({ code: 'not-found' })
  })
})
