import { messageOf } from '../../contract/errors'
import type { Modality, Mode } from '../../contract/manifest'
import { createClosingList } from '../call/closing-list'
import type { AudioGraph } from '../media/audio-graph'
import type { LevelFeed } from '../media/level-feed'
import type { TrackKind } from '../peer/peer'
import type { WatchPeer, WatchPeerListener } from '../peer/watch-peer'
import type { Client } from '../state/client'

/** `in`: what the client sends; `out`: what the handler sends. */
export type PreviewSide = 'in' | 'out'

export interface PreviewRunDeps {
  readonly client: Client
  readonly createGraph: () => Promise<AudioGraph>
  readonly createWatchPeer: (kinds: readonly TrackKind[], listener: WatchPeerListener) => WatchPeer
}

export interface PreviewOf {
  readonly sessionId: string
  readonly modality: Modality
  readonly mode: Mode
}

export interface PreviewRunListener {
  readonly feeds: { readonly [S in PreviewSide]: LevelFeed }
  onStream(side: PreviewSide, kind: TrackKind, stream: MediaStream): void
  onLost(): void
  onError(thrown: unknown): void
}

const sidesOf: { readonly [M in Mode]: readonly PreviewSide[] } = {
  send: ['in'],
  receive: ['out'],
  'send-receive': ['in', 'out'],
}

const kindsOf: { readonly [M in Modality]: readonly TrackKind[] } = {
  audio: ['audio'],
  video: ['video'],
  'audio-video': ['audio', 'video'],
}

/** Looks at both sides of one session, until it is closed. */
export function createPreviewRun(deps: PreviewRunDeps, of: PreviewOf, listener: PreviewRunListener) {
  const { client } = deps
  const { sessionId } = of
  const closing = createClosingList((thrown) =>
    console.warn('A preview did not end well:', messageOf(thrown)),
  )

  const receive = (graph: AudioGraph, side: PreviewSide, kind: TrackKind, track: MediaStreamTrack) => {
    if (kind === 'audio') closing.add(graph.listen(track, listener.feeds[side]))
    listener.onStream(side, kind, new MediaStream([track]))
  }

  const watch = async (graph: AudioGraph, side: PreviewSide) => {
    const peer = deps.createWatchPeer(kindsOf[of.modality], {
      onTrack: (kind, track) => receive(graph, side, kind, track),
      onLost: () => closing.closed || listener.onLost(),
    })
    closing.add(peer.close)
    const offer = await peer.createOffer()
    if (closing.closed) return
    const { watchId, answer } = await client.request('session.watch', { sessionId, side, offer })
    closing.add(async () => {
      await client.request('session.unwatch', { watchId })
    })
    if (!closing.closed) await peer.acceptAnswer(answer)
  }

  return {
    open: async () => {
      try {
        const graph = await deps.createGraph()
        closing.add(graph.close)
        if (!closing.closed) await Promise.all(sidesOf[of.mode].map((side) => watch(graph, side)))
      } catch (thrown) {
        if (!closing.closed) listener.onError(thrown)
      }
    },
    close: closing.close,
  }
}

export type PreviewRun = ReturnType<typeof createPreviewRun>
