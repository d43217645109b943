import type { RowDirection } from '../../../contract/journal'
import { OPUS_SAMPLE_RATE } from '../../../contract/media'
import { createWavRecording } from '../clips/wav-recording'
import { msToTicks } from '../media/timebase'
import type { Exporter } from './exporter'
import { noMedia } from './media/no-media'
import { createSideSound, type SideSound } from './media/side-sound'
import { soundNotes } from './media/sound-notes'
import { soundPackets } from './media/sound-packets'
import { createSoundTimeline } from './media/sound-timeline'

/** What was to be heard of one side, or of both: the client left, the handler right. It begins where the selection does. */
export const exportSound: Exporter = async ({ source, file, job }) => {
  if (!source.hasMedia) throw noMedia('They are left out by a rule.')
  const { side, fromMs, toMs } = source.selection
  const recording = createWavRecording(file)
  const samplesOf = (ms: number): number => msToTicks(ms, OPUS_SAMPLE_RATE)
  const timeline = createSoundTimeline({
    start: samplesOf(fromMs ?? 0),
    end: toMs === null ? null : samplesOf(toMs),
    onBlock: (samples, index) => recording.audio(samples, index * samples.length),
  })
  const placements =
    side === null ? ({ in: 'left', out: 'right' } as const) : ({ in: 'both', out: 'both' } as const)
  const sound = (of: RowDirection): SideSound =>
    createSideSound((start, samples) => timeline.write(start, samples, placements[of]))
  const sounds = { in: sound('in'), out: sound('out') }
  try {
    for await (const packet of soundPackets(source, job)) sounds[packet.side].push(packet)
    for (const one of [sounds.in, sounds.out]) one.end()
    timeline.finish()
    recording.finish(timeline.length())
    return soundNotes(sounds.in, sounds.out)
  } finally {
    for (const one of [sounds.in, sounds.out]) one.close()
    recording.close()
  }
}
