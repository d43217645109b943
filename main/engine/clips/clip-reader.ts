import type { Frame } from 'node-av/lib'
import { SoundcheckError } from '../../../contract/errors'
import type { Picture, PixelFormat } from '../../../contract/media'
import type { AudioShape } from '../codecs/audio-resampler'
import { type ClipStream, openClipDemuxer } from './clip-demuxer'
import { createClipPictures } from './clip-pictures'
import { type ClipBlock, createClipSound } from './clip-sound'

/** What comes of a clip, in the order of its times. `at`: ms since its beginning. */
export type ClipItem =
  | ({ readonly kind: 'audio' } & ClipBlock)
  | { readonly kind: 'video'; readonly at: number; readonly picture: Picture }

/** What is wanted of a clip; null = nothing of that kind. */
export interface ClipWishes {
  readonly audio: AudioShape | null
  readonly video: PixelFormat | null
}

export interface ClipReader {
  /** ms; null when the file does not tell. */
  readonly durationMs: number | null
  /** What is there of what was wanted. */
  readonly has: { readonly audio: boolean; readonly video: boolean }
  /** Decodes as it is asked. Throws `handler` when nothing of the clip can be decoded. */
  items(): Generator<ClipItem>
  /** Packets that did not decode so far. */
  readonly damaged: number
  close(): void
}

/** Of one kind that wait for the other: more is a file whose sound and pictures do not lie side by side. */
const MOST_WAITING = { blocks: 1500, pictures: 60 }

function createMerge(kinds: { readonly audio: boolean; readonly video: boolean }) {
  const audio: ClipItem[] = []
  const video: ClipItem[] = []
  return {
    audio,
    video,
    /** The next one, if none that is earlier can follow. */
    take(isEnded: boolean): ClipItem | undefined {
      const [sound, picture] = [audio[0], video[0]]
      if (sound && picture) return sound.at <= picture.at ? audio.shift() : video.shift()
      const waits = audio.length > MOST_WAITING.blocks || video.length > MOST_WAITING.pictures
      if (sound && (!kinds.video || isEnded || waits)) return audio.shift()
      if (picture && (!kinds.audio || isEnded || waits)) return video.shift()
      return undefined
    },
  }
}

/** Opens a clip for one pass; throws as `openClipDemuxer` does. */
export async function openClip(file: string, wishes: ClipWishes): Promise<ClipReader> {
  const demuxer = await openClipDemuxer(file)
  const has = {
    audio: wishes.audio !== null && demuxer.audio !== null,
    video: wishes.video !== null && demuxer.video !== null,
  }
  const merge = createMerge(has)
  const sound = wishes.audio
    ? createClipSound(wishes.audio, (block) => merge.audio.push({ kind: 'audio', ...block }))
    : null
  const pictures = wishes.video ? createClipPictures(wishes.video) : null
  /** Of the first frame, ms: a clip begins with it. */
  let origin: number | null = null
  let lastPictureAt = Number.NEGATIVE_INFINITY
  let frames = 0

  function timeOf({ stream }: ClipStream, frame: Frame): number | null {
    const ticks = frame.bestEffortTimestamp
    if (ticks < -(2n ** 62n)) return null
    const at = (Number(ticks) * 1000 * stream.timeBase.num) / stream.timeBase.den
    origin ??= at
    return Math.max(0, at - origin)
  }

  function takePicture(from: ClipStream, frame: Frame): void {
    const { num, den } = from.stream.avgFrameRate
    const interval = num > 0 ? (1000 * den) / num : 40
    const at = timeOf(from, frame) ?? Math.max(0, lastPictureAt + interval)
    if (at <= lastPictureAt || !pictures) return
    lastPictureAt = at
    merge.video.push({ kind: 'video', at, picture: pictures.read(frame, at) })
  }

  function take(from: ClipStream, frame: Frame): void {
    frames += 1
    if (from === demuxer.audio) sound?.push(frame, timeOf(from, frame))
    else takePicture(from, frame)
  }

  return {
    durationMs: demuxer.durationMs,
    has,
    get damaged() {
      return demuxer.damaged
    },
    *items() {
      let isMore = true
      while (isMore) {
        isMore = demuxer.next(take)
        if (!isMore) sound?.end()
        for (let item = merge.take(!isMore); item; item = merge.take(!isMore)) yield item
      }
      if (frames === 0) throw new SoundcheckError('handler', `Nothing in ${file} can be decoded`)
    },
    close() {
      sound?.close()
      pictures?.close()
      demuxer.close()
    },
  }
}
