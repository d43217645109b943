import type { ExportSelection } from '../../../contract/exports'
import type { RowDirection } from '../../../contract/journal'
import type { SideLoudness } from '../../../contract/loudness'
import { OPUS_SAMPLE_RATE } from '../../../contract/media'
import { createLoudnessMeter } from '../codecs/loudness-meter'
import { msToTicks } from '../media/timebase'
import type { ExportJob } from './export-job'
import { openExportSource } from './export-source'
import { createSideSound } from './media/side-sound'
import { soundNotes } from './media/sound-notes'
import { soundPackets } from './media/sound-packets'
import { createSoundTimeline } from './media/sound-timeline'

export interface MeasureOrder {
  /** Of the session. */
  readonly folder: string
  readonly selection: ExportSelection
}

function createSideMeter(side: RowDirection, { fromMs, toMs }: ExportSelection) {
  const samplesOf = (ms: number): number => msToTicks(ms, OPUS_SAMPLE_RATE)
  const meter = createLoudnessMeter()
  const timeline = createSoundTimeline({
    start: samplesOf(fromMs ?? 0),
    end: toMs === null ? null : samplesOf(toMs),
    onBlock: meter.push,
  })
  const sound = createSideSound((start, samples) => timeline.write(start, samples, 'both'))
  return {
    push: sound.push,
    finish(): SideLoudness {
      sound.end()
      timeline.finish()
      return { side, ...meter.read(), notes: soundNotes(sound) }
    },
    close(): void {
      sound.close()
      meter.close()
    },
  }
}

/** Measures how loud each side was, as it was sent, lost packets concealed. Throws `not-found` where there is no sound. */
export async function measureSound(order: MeasureOrder, job: ExportJob): Promise<readonly SideLoudness[]> {
  const source = openExportSource({ ...order, redactions: { rules: [], fields: [] } })
  const meters = new Map<RowDirection, ReturnType<typeof createSideMeter>>()
  try {
    for await (const packet of soundPackets(source, job)) {
      const meter = meters.get(packet.side) ?? createSideMeter(packet.side, order.selection)
      meters.set(packet.side, meter)
      meter.push(packet)
    }
    return [...meters.values()].map((meter) => meter.finish())
  } finally {
    for (const meter of meters.values()) meter.close()
    source.close()
  }
}
