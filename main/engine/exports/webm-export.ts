import { OPUS_SAMPLE_RATE, VIDEO_CLOCK_RATE } from '../../../contract/media'
import type { RecordingFile } from '../clips/recording-file'
import { createWebmRecording } from '../clips/webm-recording'
import { isVideoCodec } from '../codecs/key-frame'
import { msToTicks } from '../media/timebase'
import { partOf } from './export-job'
import type { Exporter, ExporterParts } from './exporter'
import { mediaPacketOf } from './media/media-packets'
import { noMedia } from './media/no-media'
import { createPictureCoder } from './media/picture-coder'
import { codedNotes, pictureNotes } from './media/picture-notes'
import { createSidePictures, type SidePicture } from './media/side-pictures'
import { createSideSound } from './media/side-sound'
import { soundNotes } from './media/sound-notes'
import { createSoundTimeline } from './media/sound-timeline'

async function mediaOf({ source, job }: ExporterParts) {
  const has = { audio: false, video: false }
  for await (const rows of source.slices(partOf(job, 0, 0.2), ['rtp']))
    for (const { fields } of rows) {
      if (fields.medium === 'audio') has.audio = true
      if (fields.medium === 'video' && isVideoCodec(fields.codec)) has.video = true
    }
  return has
}

/** A file in which pictures and sound lie side by side, though the sound comes later than they do. */
function createMovie(
  file: RecordingFile,
  has: { readonly audio: boolean; readonly video: boolean },
  start: number,
) {
  const recording = createWebmRecording(file, has)
  const waiting: SidePicture[] = []
  let lastMs = 0
  let lastPts = -1

  function writePicture({ at, payload }: SidePicture): void {
    lastMs = Math.max(lastMs, at - start)
    lastPts = Math.max(lastPts + 1, msToTicks(at - start, VIDEO_CLOCK_RATE))
    recording.video({ payload, pts: lastPts })
  }

  function writePicturesUntil(ms: number): void {
    while (waiting[0] && waiting[0].at - start <= ms) {
      const picture = waiting.shift()
      if (picture) writePicture(picture)
    }
  }

  return {
    addPicture: (picture: SidePicture): void => void waiting.push(picture),
    addBlock(samples: Int16Array, index: number): void {
      const frames = samples.length / 2
      const ms = (index * frames * 1000) / OPUS_SAMPLE_RATE
      writePicturesUntil(ms)
      recording.audio(samples, index * frames)
      lastMs = Math.max(lastMs, ms)
    },
    /** Without sound nothing holds them back. */
    flushPictures: (): void => writePicturesUntil(Number.POSITIVE_INFINITY),
    finish(): void {
      writePicturesUntil(Number.POSITIVE_INFINITY)
      recording.finish(lastMs)
    },
    close: (): void => recording.close(),
  }
}

/**
 * Sound and pictures of one side; time 0 is where the selection begins. The sound was decoded, mended and coded again; of the
 * pictures only H.264, which WebM cannot hold.
 */
export const exportWebm: Exporter = async (parts) => {
  const { source, file, job } = parts
  const { fromMs, toMs } = source.selection
  if (!source.hasMedia) throw noMedia('They are left out by a rule.')
  const has = await mediaOf(parts)
  if (!has.audio && !has.video) throw noMedia('There are no packets that it could hold in what was selected.')
  const movie = createMovie(file, has, fromMs ?? 0)
  const samplesOf = (ms: number): number => msToTicks(ms, OPUS_SAMPLE_RATE)
  const timeline = createSoundTimeline({
    start: samplesOf(fromMs ?? 0),
    end: toMs === null ? null : samplesOf(toMs),
    onBlock: movie.addBlock,
  })
  const sound = createSideSound((start, samples) => timeline.write(start, samples, 'both'))
  const coder = createPictureCoder(movie.addPicture)
  const pictures = createSidePictures(coder.push)
  try {
    for await (const rows of source.slices(partOf(job, 0.2, 1), ['rtp'])) {
      for (const row of rows) {
        const packet = mediaPacketOf(source, row)
        if (packet?.medium === 'audio') sound.push(packet)
        else if (packet) pictures.push(packet)
      }
      if (!has.audio) movie.flushPictures()
    }
    sound.end()
    pictures.end()
    if (has.audio) timeline.finish()
    movie.finish()
    return [...soundNotes(sound), ...pictureNotes(pictures), ...codedNotes(coder)]
  } finally {
    sound.close()
    coder.close()
    movie.close()
  }
}
