import type { AudioGraph } from '../media/audio-graph'
import { openMarkerPicture, openMarkerSound } from '../media/marker-source'
import type { Peer, TrackKind } from '../peer/peer'
import type { LocalMedia } from './local-media'

export interface MarkerTimes {
  /** How long it is quiet and dark before the marker, and after it, ms. */
  readonly leadMs: number
  readonly tailMs: number
}

/** When the marker left, ms on the clock of `performance.now()`; null where that is not sent. */
export interface SentMarker {
  readonly soundMs: number | null
  readonly pictureMs: number | null
}

export interface MarkerWay {
  readonly graph: AudioGraph
  readonly peer: Peer
  readonly media: LocalMedia
  /** The call is over: there is nothing to be put back. */
  readonly isOver: () => boolean
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Sends a short tone and a flash in the place of the microphone and the camera, which come back after it. */
export async function sendMarker(
  { graph, peer, media, isOver }: MarkerWay,
  { leadMs, tailMs }: MarkerTimes,
): Promise<SentMarker> {
  const isSent = (kind: TrackKind) => media.track(kind) !== null
  const sound = isSent('audio') ? openMarkerSound(graph.context, leadMs) : null
  const picture = isSent('video') ? openMarkerPicture(leadMs) : null
  const sources = { audio: sound, video: picture }
  const each = async (put: (kind: TrackKind) => Promise<void>) => {
    for (const kind of peer.kinds) if (sources[kind] && !isOver()) await put(kind)
  }
  try {
    await each((kind) => peer.sendTrack(kind, sources[kind]?.track ?? null))
    await wait(leadMs + tailMs)
    return {
      soundMs: sound && graph.renderedAt(sound.beginsAt),
      pictureMs: picture?.flashedAt() ?? null,
    }
  } finally {
    await each((kind) => peer.sendTrack(kind, media.track(kind)))
    sound?.close()
    picture?.close()
  }
}
