import { SoundcheckError, toWireError, type WireError } from '../../../contract/errors'
import type { HandlerManifest } from '../../../contract/manifest'
import type { QueueReading, SessionEntry, SessionStatus } from '../../../contract/state'
import type { HandlerVersion } from '../handler-version'
import type { JournalSink } from '../journal/journal'
import type { SessionEnd } from '../journal/session-head'
import type { PeerState } from '../peer'
import { createInstanceNews } from './instance-news'
import type { OutputQueue } from './output-queue'
import { readLinks } from './read-links'
import { createSessionControls } from './session-controls'
import { createSessionEntry, firstEntry } from './session-entry'
import { endOf } from './session-keep'
import { createSessionParts, type SessionPartsOptions } from './session-parts'
import type { SessionEvents, SessionSeed, SessionWork } from './session-work'
import { statusRow } from './status-row'
import { createStreamEnd } from './stream-end'

export interface SessionOptions extends SessionSeed, SessionPartsOptions {
  readonly on: SessionEvents
  /** Of the queues that whoever keeps the session's rows and outputs has. */
  readonly keptQueues: () => readonly QueueReading[]
  /** All is over: nothing follows. */
  readonly onEnded: (end: SessionEnd) => void
}

/** A session as the rest of the engine knows it. */
export interface Session extends SessionWork {
  readonly journal: JournalSink
  /** ms since it began. */
  readonly clock: () => number
  /** Takes the oldest outputs that nobody has fetched yet. */
  readonly fetchOutputs: OutputQueue['fetch']
  /** Tells of outputs as they come, and of the end; returns the function that ends it. */
  readonly readOutputs: OutputQueue['subscribe']
}

/** How often the counters in the state are renewed, ms. */
const COUNTERS_INTERVAL = 1000
/** ICE checks, DTLS and a person's click on the other side fit into this, ms. */
const CONNECT_LIMIT = 30_000
/** A data channel opens within a round trip or two of the connection, ms. */
const CHANNEL_LIMIT = 3000
/** A browser acknowledges within 200 ms; a message that was lost is sent again after about a second, ms. */
const DELIVERY_LIMIT = 1500

const noChannel: WireError = {
  code: 'invalid',
  message: 'The client has opened no data channel, so the handler does not start.',
  hint: 'Call createDataChannel("text") on the client before createOffer().',
}

/** One peer, one handler instance, and the paths of media and messages between them. */
export function createSession(options: SessionOptions): SessionWork {
  const { journal, on } = options
  const entry = createSessionEntry(firstEntry(options), on.changed)
  let { manifest } = options.version
  function onTookOver(version: HandlerVersion): void {
    manifest = version.manifest
    media.use(manifest)
  }
  const { events, note } = createInstanceNews({ ...options, entry, onTookOver, onRejected: on.rejected })
  let closing: Promise<void> | undefined
  let timeLimit: NodeJS.Timeout | undefined
  /** Runs while something that only the client can do is waited for. */
  let clientLimit: NodeJS.Timeout | undefined

  const { messages, gate, slot, peer, media, watchers, loudness, records } = createSessionParts(options, {
    peerStateChanged,
    slot: events,
    trouble: note,
    channelOpened: () => clearTimeout(clientLimit),
    gateChanged: (messageGate) => entry.change({ messageGate }),
    streamEnded: (message) => void streamEnd.begin(message),
    turn: on.turn,
    speech: on.speech,
    loudness: on.loudness,
  })
  const streamEnd = createStreamEnd({ media, messages, close })
  const counting = setInterval(count, COUNTERS_INTERVAL)

  function moveTo(status: SessionStatus, more: Partial<SessionEntry> = {}): void {
    if (!entry.moveTo(status, more)) return
    journal.append(statusRow(status, more.reason))
  }

  function peerStateChanged(state: PeerState): void {
    if (state === 'connected') connected()
    else if (state === 'failed') void close(lossOf(entry.get().status), 'failed')
    else if (state === 'closed' && !closing) void close('the client hung up')
  }

  /** Also called when a connection that faltered is back: the data channel is long open then. */
  function connected(): void {
    if (entry.get().status === 'live') return
    moveTo('live')
    waitForClient(CHANNEL_LIMIT, () => note(noChannel, 'start'))
  }

  function waitForClient(limit: number, late: () => void): void {
    clearTimeout(clientLimit)
    clientLimit = setTimeout(() => closing ?? late(), limit)
  }

  function noteMissingMedia({ modality }: HandlerManifest): void {
    const missing = (['audio', 'video'] as const).filter((kind) => !peer.local(kind) && !peer.remote(kind))
    if (modality !== 'audio-video') return
    for (const kind of missing)
      journal.append({ kind: 'signal', type: 'session', text: `the client takes no part in ${kind}` })
  }

  function count(): void {
    messages.tellDropped()
    records.write(media)
    const queues = [...media.readQueues(), ...messages.readQueues(), ...options.keptQueues()]
    records.writeQueues(queues)
    entry.count({ ...media.counters(), ...messages.counters() }, queues)
  }

  function close(reason: string, end: 'closed' | 'failed' = 'closed'): Promise<void> {
    closing ??= (async () => {
      if (end === 'failed') moveTo('failed', { reason, closedAt: Date.now() })
      else moveTo('closing')
      clearTimeout(timeLimit)
      clearTimeout(clientLimit)
      streamEnd.cancel()
      gate.close()
      await slot.close(reason)
      records.write(media)
      media.close()
      loudness.close()
      if (end === 'closed') await messages.whenDelivered(DELIVERY_LIMIT)
      await Promise.all([peer.close(), watchers.close()])
      clearInterval(counting)
      count()
      records.close()
      moveTo('closed', { reason, closedAt: Date.now() })
      options.onEnded(endOf(entry.get()))
    })()
    return closing
  }

  return {
    id: options.id,
    entry: entry.get,
    manifest: () => manifest,
    async open() {
      // While it waited for its turn.
      if (closing) throw endedEarly(entry.get())
      moveTo('connecting')
      const limit = options.version.manifest.timeLimitInS
      if (limit !== null)
        timeLimit = setTimeout(() => close(`the time limit of ${limit} s was reached`), limit * 1000)
      try {
        const [answer] = await Promise.all([peer.open(), slot.start(options.version, options.inputs)])
        media.attach()
        noteMissingMedia(options.version.manifest)
        waitForClient(options.connectLimit ?? CONNECT_LIMIT, () => void close(lossOf('connecting'), 'failed'))
        return answer
      } catch (failure) {
        const thrown = closing ? endedEarly(entry.get()) : failure
        const error = toWireError(thrown)
        note(error, 'start')
        await close(error.message, 'failed')
        throw thrown
      }
    },
    addCandidate: (candidate) => peer.addCandidate(candidate),
    ...createSessionControls({ ...options, slot, gate, entry, isClosing: () => closing !== undefined }),
    links: async () => readLinks({ records, slot, peer }),
    async watch(side, offer) {
      if (closing) throw new SoundcheckError('closed', 'the session has ended')
      return watchers.add(side, offer)
    },
    unwatch: watchers.remove,
    async watchLoudness(restart) {
      if (closing) throw new SoundcheckError('closed', 'the session has ended')
      loudness.ask(restart)
    },
    swap(version, rejection) {
      const from = entry.get().handlerVersion
      const to = version.version
      const error = to < from && rejection?.version === from ? rejection.error : null
      if (error) entry.change({ rolledBack: { from, to, error } })
      return slot.swap(version, to > from ? 'swapped' : error ? 'rolled back' : 'went back')
    },
    close: (reason) => close(reason),
  }
}

/** The connection failed: whether there ever was one tells the client where to look. */
function lossOf(status: SessionStatus): string {
  return status === 'live'
    ? 'the connection was lost'
    : "no connection came about: none of the client's addresses could be reached"
}

/** The session was closed while it was being opened: that, not what closing did to its parts, is what to tell. */
export function endedEarly({ reason }: SessionEntry): SoundcheckError {
  return new SoundcheckError(
    'closed',
    `The session ended while it was being opened: ${reason ?? 'it was stopped'}.`,
    {
      hint: 'Start it again.',
    },
  )
}
