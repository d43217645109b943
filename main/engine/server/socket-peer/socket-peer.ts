import { SoundcheckError } from '../../../../contract/errors'
import type { HandlerManifest } from '../../../../contract/manifest'
import type { Clock } from '../../clock'
import { createDropTally } from '../../media/drop-tally'
import type { Peer, PeerEvents, RemoteTrack } from '../../peer'
import type { Session } from '../../sessions/session'
import { createInflow } from './inflow'
import { createSocketChannel } from './socket-channel'
import { createSocketPackets, type SocketRates } from './socket-packets'
import { createSocketTrack } from './socket-track'
import type { SocketWire } from './socket-wire'
import type { Wording } from './wording'

/** What was dropped is told of as often, ms. */
const TELL_INTERVAL = 1000

/** Appends a row to the session's journal. */
export type Note = Session['journal']['append']

export interface SocketPeerOptions {
  readonly wire: SocketWire
  readonly wording: Wording
  readonly rates: SocketRates
  readonly mode: HandlerManifest['mode']
  /** Of its channel of messages. */
  readonly label: string
  readonly clock: Clock
  /** A row for who it is; null = there is nothing to tell. */
  readonly about: string | null
  readonly on: PeerEvents
  readonly note: Note
}

/** What a socket's events do to its peer. */
export interface SocketPeer extends Peer {
  /** The session is open: the client is there. */
  begin(): void
  /** Sound of the client, mu-law of any length; `missed` says what is missing just before it, if anything is. */
  media(payload: Uint8Array, missed: string | null): void
  /** A text of the client for the handler. */
  message(text: string): void
  /** The client sent a mark back; false = it was never asked for it. */
  played(mark: string): boolean
  /** Something that came from the client was not used. */
  refused(reason: string): void
  /** The client hung up, or `lost`: is gone without a word. */
  ended(how: 'closed' | 'lost'): void
}

/** Rows about what was dropped: one at once, then one a second with their number. */
function createDropRows(note: Note, direction: 'in' | 'out', what: string) {
  const tally = createDropTally()
  return {
    add(reason: string): void {
      if (tally.note(reason)) note({ kind: 'error', direction, text: reason })
    },
    tell(): void {
      const more = tally.take()
      if (more > 0) note({ kind: 'error', direction, text: `… ${more} more ${what}: ${tally.reason}` })
    },
  }
}

/** A session's client on the other side of a WebSocket: sound as mu-law, messages as texts. */
export function createSocketPeer(options: SocketPeerOptions): SocketPeer {
  const { wire, rates, mode, clock, on, note } = options
  const refusals = createDropRows(note, 'in', 'texts of the client were not used')
  const gaps = createDropRows(note, 'in', 'gaps in the sound of the client')
  const unsent = createDropRows(note, 'out', 'pieces of sound were not sent')
  let state: 'new' | 'begun' | 'ended' = 'new'
  let telling: NodeJS.Timeout | undefined
  let samplesIn = 0
  let partsIn = 0

  const packets = createSocketPackets({ wire: on.wire, clock, rates })
  const inflow = createInflow({
    clock,
    sampleRate: rates.in,
    onPart({ payload, arrivedAt }) {
      const audio = { codec: 'pcmu', sampleRate: rates.in } as const
      on.frame('audio', { ...audio, payload, pts: samplesIn, lostBefore: 0, arrivedAt, keyFrame: false })
      samplesIn += payload.length
      partsIn += 1
    },
  })
  const sound = createSocketTrack({
    ...options,
    sampleRate: rates.out,
    onSent: (payload) => packets.passed('out', payload),
    onDropped: () => unsent.add('the client does not read its socket: sound for it was dropped'),
    onPlayed: (mark, cleared) =>
      note({ kind: 'signal', type: 'played', text: `${mark} ${cleared ? 'was cleared' : 'was played'}` }),
  })
  const texts = createSocketChannel({ ...options, ...options.wording, whenPlayed: sound.whenPlayed })
  const remote: RemoteTrack = {
    kind: 'audio',
    packetsLost: 0,
    get packetsReceived() {
      return partsIn
    },
    requestKeyFrame: () => undefined,
    close: () => undefined,
  }

  function tell(): void {
    for (const rows of [refusals, gaps, unsent]) rows.tell()
  }

  return {
    open: () => Promise.resolve(''),
    addCandidate: () =>
      Promise.reject(new SoundcheckError('invalid', 'a client on a WebSocket has no ICE candidates')),
    local: (kind) => (kind === 'audio' && mode !== 'send' ? sound.track : undefined),
    remote: (kind) => (kind === 'audio' && mode !== 'receive' ? remote : undefined),
    handlerStarted: inflow.begin,
    begin() {
      if (state !== 'new') return
      state = 'begun'
      telling = setInterval(tell, TELL_INTERVAL)
      on.stateChanged('connected')
      on.channelOpened(texts.channel)
      if (options.about !== null) note({ kind: 'signal', text: options.about })
      texts.begin()
    },
    media(payload, missed) {
      if (state === 'ended') return
      packets.passed('in', payload)
      if (missed !== null) gaps.add(missed)
      if (mode === 'receive') refusals.add('the handler takes no sound')
      else if (!inflow.push(payload))
        refusals.add('two minutes of sound wait to be heard in their time: what came after them was dropped')
    },
    message(text) {
      if (!texts.receive(text)) refusals.add('too many messages came before the session was open')
    },
    played: (mark) => state !== 'ended' && sound.played(mark),
    refused(reason) {
      if (state !== 'ended') refusals.add(reason)
    },
    ended(how) {
      sound.lost()
      if (state === 'ended') return
      state = 'ended'
      texts.closed()
      on.stateChanged(how === 'lost' ? 'failed' : 'closed')
    },
    async close() {
      clearInterval(telling)
      tell()
      inflow.close()
      sound.track.close()
      const hasBegun = state === 'begun'
      state = 'ended'
      // Until it has begun the socket is still its door's, which says first why there is no session.
      if (hasBegun) await wire.close(1000, 'the session has ended')
    },
  }
}
