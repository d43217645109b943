import { standardPreferences } from '../../contract/preferences'
import { standardServerChoice } from '../../contract/server'
import type { BenchState } from '../../contract/state'
import type { TurnLatencies } from '../../contract/turn-latency'
import type { BenchBrowser } from '../app/bench'
import { createBench } from '../app/bench'
import { quietLinks, sampleShell } from '../detective/testing/samples'
import type { AudioGraph } from '../media/audio-graph'
import type { Peer, PeerListener, PeerOptions, TrackKind } from '../peer/peer'
import type { WatchPeerListener } from '../peer/watch-peer'
import type { Answers } from './fake-bridge'
import { createFakeBridge } from './fake-bridge'

const noTurns: TurnLatencies = {
  ...{ turns: [], summaries: [], bargeIns: { newest: [], ms: null } },
  ...{ silentReplies: 0, complete: true },
}

/** A peer that is connected by hand. */
export interface FakePeer extends Peer {
  readonly options: PeerOptions
  readonly listener: PeerListener
  readonly sentTexts: string[]
  readonly tracks: Map<string, MediaStreamTrack | null>
  answer: string | null
  closed: boolean
}

function createFakePeer(options: PeerOptions, listener: PeerListener): FakePeer {
  const peer: FakePeer = {
    options,
    listener,
    sentTexts: [],
    tracks: new Map(),
    answer: null,
    closed: false,
    kinds: options.modality === 'audio-video' ? ['audio', 'video'] : [options.modality],
    createOffer: async () => {
      listener.onCandidate({ candidate: 'early', sdpMid: '0', sdpMLineIndex: 0 })
      return 'the offer'
    },
    acceptAnswer: async (sdp) => {
      peer.answer = sdp
    },
    sendTrack: async (kind, track) => {
      peer.tracks.set(kind, track)
    },
    sendText: (text) => {
      peer.sentTexts.push(text)
    },
    stats: async () => roundTripReport(2.5),
    played: () => null,
    close: () => {
      peer.closed = true
    },
  }
  return peer
}

/** A report of a connection with this round trip, ms. */
export const roundTripReport = (ms: number): RTCStatsReport =>
  new Map<string, object>([
    ['T', { id: 'T', type: 'transport', selectedCandidatePairId: 'P' }],
    ['P', { id: 'P', type: 'candidate-pair', currentRoundTripTime: ms / 1000 }],
  ]) as unknown as RTCStatsReport

/** A track as far as the call looks at it. */
export const fakeTrack = (label: string) =>
  ({
    label,
    enabled: true,
    onended: null,
    stopped: false,
    getSettings: () => ({}),
  }) as unknown as MediaStreamTrack & {
    stopped: boolean
  }

const silentGraph = (): AudioGraph => ({
  context: {} as AudioContext,
  renderedAt: () => null,
  listen: () => () => undefined,
  close: async () => undefined,
})

/** A connection that only receives; its tracks are given by hand. */
export interface FakeWatch {
  readonly kinds: readonly TrackKind[]
  readonly listener: WatchPeerListener
  answer: string | null
  closed: boolean
}

/** What an engine answers to whom nothing is to be told. */
const usualAnswers: Answers = {
  'session.links': () => quietLinks,
  'shell.info': () => sampleShell,
  'shell.loopDelay': () => ({ count: 100, p50: 0.1, p95: 1.5, p99: 3, max: 7 }),
  'session.open': () => ({ sessionId: 's1', answer: 'the answer' }),
  'session.addCandidate': () => null,
  'session.close': () => null,
  'session.setInputs': () => null,
  'session.reportStats': () => null,
  'session.reportHeard': () => null,
  'session.clock': () => ({ at: 0 }),
  'journal.turns': () => noTurns,
  'session.trigger': () => null,
  'session.dismissFault': () => null,
  'session.dismissRollback': () => null,
  'session.restart': () => null,
  'session.waitForCall': () => null,
  'session.stopCall': () => null,
  'handler.useVersion': () => null,
  'handler.diff': () => [],
  'accident.dismiss': () => null,
  'journal.query': () => ({ rows: [], matched: 0, total: 0, dropped: 0, complete: true }),
  'shell.copyText': () => null,
  'shell.openFile': () => null,
  'shell.openSource': () => null,
  'shell.preferences': () => standardPreferences,
  'shell.setPreferences': () => null,
  'shell.revealJournals': () => null,
  'shell.openCrashReport': () => null,
  'shell.restartEngine': () => null,
  'shell.setLimits': (limits) => limits,
  'shell.server': () => standardServerChoice,
  'shell.setServer': () => null,
  'server.start': () => null,
  'server.stop': () => null,
  'server.select': () => null,
  'session.watch': ({ side }) => ({ watchId: `watch-${side}`, answer: `answer ${side}` }),
  'session.unwatch': () => null,
}

/** A whole bench over a fake engine, peer and devices. */
export function createTestBench(
  state: BenchState,
  answers: Answers = {},
  browser: Partial<BenchBrowser> = {},
) {
  const fake = createFakeBridge({
    'state.get': () => ({ revision: 1, state }),
    ...usualAnswers,
    ...answers,
  })
  const peers: FakePeer[] = []
  const watches: FakeWatch[] = []
  const opened: (MediaStreamTrack & { stopped: boolean })[] = []
  const open = async (label: string) => {
    const track = fakeTrack(label)
    opened.push(track)
    return {
      track,
      close: () => {
        track.stopped = true
      },
    }
  }
  const bench = createBench(fake.bridge, {
    storage: null,
    mediaDevices: undefined,
    permission: async () => 'granted',
    sources: { openMicrophone: (choice) => open(choice), openCamera: (choice) => open(choice) },
    createGraph: async () => silentGraph(),
    createPeer: (options, listener) => {
      const peer = createFakePeer(options, listener)
      peers.push(peer)
      return peer
    },
    createWatchPeer: (kinds, listener) => {
      const watch = { kinds, listener, answer: null as string | null, closed: false }
      watches.push(watch)
      return {
        createOffer: async () => `watch ${kinds.join(' and ')}`,
        acceptAnswer: async (sdp) => {
          watch.answer = sdp
        },
        close: () => {
          watch.closed = true
        },
      }
    },
    ...browser,
  })
  const connect = () => {
    const peer = peers.at(-1)
    peer?.listener.onConnection('connected')
    peer?.listener.onChannel('open')
  }
  return { ...fake, bench, peers, watches, opened, connect, status: () => bench.call.store.getState().status }
}
