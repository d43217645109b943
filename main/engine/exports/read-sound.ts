import { wholeSession } from '../../../contract/exports'
import type { RowDirection } from '../../../contract/journal'
import { OPUS_SAMPLE_RATE } from '../../../contract/media'
import type { SessionSound } from '../../../contract/session-sound'
import { msToTicks } from '../media/timebase'
import type { ExportJob } from './export-job'
import { openExportSource } from './export-source'
import { createSideSound } from './media/side-sound'
import { soundPackets } from './media/sound-packets'
import { createSoundTimeline } from './media/sound-timeline'

export interface SoundOrder {
  /** Of the session. */
  readonly folder: string
  readonly side: RowDirection
  /** ms on the session's clock. */
  readonly fromMs: number
  readonly toMs: number
}

/** Before what is wanted, so that the decoder is in its stride, and after it, for packets that came late, ms. */
const AROUND_MS = 500
const CHANNELS = 2

/** A part of what one side sent, decoded, lost packets concealed. Throws `not-found` where there is no sound. */
export async function readSound(
  { folder, side, fromMs, toMs }: SoundOrder,
  job: ExportJob,
): Promise<SessionSound> {
  const selection = { ...wholeSession, side, fromMs: Math.max(0, fromMs - AROUND_MS), toMs: toMs + AROUND_MS }
  const source = openExportSource({ folder, selection, redactions: { rules: [], fields: [] } })
  const start = msToTicks(fromMs, OPUS_SAMPLE_RATE)
  const end = msToTicks(toMs, OPUS_SAMPLE_RATE)
  const samples = new Int16Array((end - start) * CHANNELS)
  const timeline = createSoundTimeline({
    start,
    end,
    onBlock: (block, index) => {
      const at = index * block.length
      samples.set(block.subarray(0, Math.max(0, samples.length - at)), at)
    },
  })
  const sound = createSideSound((place, block) => timeline.write(place, block, 'both'))
  try {
    for await (const packet of soundPackets(source, job, 'this part of the session')) sound.push(packet)
    sound.end()
    timeline.finish()
    return { sampleRate: OPUS_SAMPLE_RATE, channels: CHANNELS, fromMs, samples }
  } finally {
    sound.close()
    source.close()
  }
}
