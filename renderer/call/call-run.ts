import { SoundcheckError } from '../../contract/errors'
import type { JsonValue } from '../../contract/json'
import type { HandlerManifest } from '../../contract/manifest'
import type { AlertStore } from '../alerts/alert-store'
import type { AudioGraph } from '../media/audio-graph'
import type { DeviceWatch } from '../media/device-watch'
import type { LevelFeed } from '../media/level-feed'
import type { Peer, PeerListener, PeerOptions, PlayedSound, TrackKind } from '../peer/peer'
import { createSessionLink } from '../peer/session-link'
import type { Client } from '../state/client'
import type { Signal } from '../state/signal'
import type { WindowStore } from '../state/window-store'
import { createClosingList } from './closing-list'
import type { LocalMedia, SourceFactory } from './local-media'
import { createLocalMedia } from './local-media'
import { type MarkerTimes, type SentMarker, sendMarker } from './send-marker'

/** The streams that the stage shows. */
export interface CallStreams {
  readonly sentVideo: MediaStream | null
  readonly receivedVideo: MediaStream | null
  readonly receivedAudio: MediaStream | null
}

export const noStreams: CallStreams = { sentVideo: null, receivedVideo: null, receivedAudio: null }

export interface LevelFeeds {
  readonly sent: LevelFeed
  readonly received: LevelFeed
}

/** What this window has open for a call. */
export interface LocalEnd {
  readonly context: AudioContext
  track(kind: TrackKind): MediaStreamTrack | null
}

export interface CallRunDeps {
  readonly client: Client
  readonly window: WindowStore
  readonly devices: DeviceWatch
  readonly alerts: AlertStore
  readonly sources: SourceFactory
  readonly createGraph: () => Promise<AudioGraph>
  readonly createPeer: (options: PeerOptions, listener: PeerListener) => Peer
  readonly feeds: LevelFeeds
  readonly streams: Signal<CallStreams>
}

export interface CallRunOptions {
  readonly handlerId: string
  readonly manifest: HandlerManifest
  readonly inputs: { readonly [name: string]: JsonValue }
}

export type CallRunListener = Pick<PeerListener, 'onConnection' | 'onChannel' | 'onText'>

/** One attempt at a call, from opening the sources to letting them go. */
export interface CallRun {
  /** Resolves to the session's id; null when it was closed meanwhile. */
  open(): Promise<string | null>
  sendText(text: string): void
  /** What this end of the call has open; null before there is a sound system. */
  local(): LocalEnd | null
  /** Null before there is a connection. */
  stats(): Promise<RTCStatsReport | null>
  played(): PlayedSound | null
  /** Throws `closed` before there is something that is sent. */
  sendMarker(times: MarkerTimes): Promise<SentMarker>
  close(): Promise<void>
}

function clearStage({ streams, feeds }: CallRunDeps): void {
  streams.set(noStreams)
  feeds.sent.reset()
  feeds.received.reset()
}

export function createCallRun(
  deps: CallRunDeps,
  options: CallRunOptions,
  listener: CallRunListener,
): CallRun {
  const { alerts, streams, feeds } = deps
  const { handlerId, inputs, manifest } = options
  const closing = createClosingList((thrown) => alerts.raiseError('stop', thrown))
  let peer: Peer | null = null
  let graph: AudioGraph | null = null
  let media: LocalMedia | null = null
  closing.add(() => clearStage(deps))

  const show = (change: Partial<CallStreams>) => streams.set({ ...streams.get(), ...change })
  const receive = (graph: AudioGraph, kind: string, track: MediaStreamTrack) => {
    const stream = new MediaStream([track])
    if (kind === 'video') return show({ receivedVideo: stream })
    closing.add(graph.listen(track, feeds.received))
    show({ receivedAudio: stream })
  }

  const send = async (graph: AudioGraph, to: Peer) => {
    media = createLocalMedia({
      ...deps,
      graph,
      peer: to,
      feed: feeds.sent,
      stereo: manifest.expectedLayout === 'stereo',
      onPicture: (track) => show({ sentVideo: track && new MediaStream([track]) }),
    })
    closing.add(media.close)
    await media.open()
  }

  const connect = async (graph: AudioGraph) => {
    const { modality, mode, expectedLayout: layout } = manifest
    const link = createSessionLink(
      deps,
      { handlerId, inputs, modality, mode, layout },
      {
        ...listener,
        onTrack: (kind, track) => receive(graph, kind, track),
        onError: (thrown) => alerts.raiseError('negotiation', thrown),
      },
    )
    peer = link.peer
    closing.add(link.close)
    if (mode !== 'receive') await send(graph, link.peer)
    return closing.closed ? null : await link.open()
  }

  return {
    open: async () => {
      graph = await deps.createGraph()
      closing.add(graph.close)
      return closing.closed ? null : await connect(graph)
    },
    local: () => graph && { context: graph.context, track: (kind) => media?.track(kind) ?? null },
    sendText: (text) => peer?.sendText(text),
    played: () => peer?.played() ?? null,
    sendMarker: async (times) => {
      if (!peer || !graph || !media) throw new SoundcheckError('closed', 'nothing is sent in this call')
      return await sendMarker({ graph, peer, media, isOver: () => closing.closed }, times)
    },
    stats: async () => (peer ? await peer.stats() : null),
    close: () => closing.close(),
  }
}
