import { SoundcheckError, toWireError, type WireError } from '../../../contract/errors'
import type { JsonValue } from '../../../contract/json'
import type { HandlerManifest } from '../../../contract/manifest'
import type { SessionEntry, SessionStatus } from '../../../contract/state'
import type { SpeechReport, TurnEvent } from '../../../contract/turns'
import type { HandlerVersion } from '../handler-version'
import type { CandidateInit, PeerState } from '../peer'
import { createInstanceNews } from './instance-news'
import { createSessionControls } from './session-controls'
import { createSessionEntry } from './session-entry'
import { createSessionParts, type SessionPartsOptions } from './session-parts'
import { createStreamEnd } from './stream-end'
import type { WatchAnswer, WatchSide } from './watchers'

export interface SessionOptions extends SessionPartsOptions {
  readonly inputs: { readonly [name: string]: JsonValue }
  readonly onChanged: (entry: SessionEntry) => void
  readonly onTurn: (event: TurnEvent) => void
  readonly onSpeech: (report: SpeechReport) => void
  /** A version was tried here and is no good. */
  readonly onRejected: (version: HandlerVersion, error: WireError) => void
  /** Why a version of this handler was found to be no good, here or in another session; null when it was not. */
  readonly rejectionOf: (version: number) => WireError | null
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
export function createSession(options: SessionOptions) {
  const { journal } = options
  const entry = createSessionEntry(options)
  let { manifest } = options.version
  function onTookOver(version: HandlerVersion): void {
    manifest = version.manifest
    media.use(manifest)
  }
  const { events, note } = createInstanceNews({ ...options, entry, onTookOver })
  let closing: Promise<void> | undefined
  let timeLimit: NodeJS.Timeout | undefined
  /** Runs while something that only the client can do is waited for. */
  let clientLimit: NodeJS.Timeout | undefined

  const { messages, slot, peer, media, outputs, watchers } = createSessionParts(options, {
    peerStateChanged,
    slot: events,
    trouble: note,
    channelOpened: () => clearTimeout(clientLimit),
    streamEnded: (message) => void streamEnd.begin(message),
    turn: options.onTurn,
    speech: options.onSpeech,
  })
  const streamEnd = createStreamEnd({ media, messages, close })
  const counting = setInterval(count, COUNTERS_INTERVAL)

  function moveTo(status: SessionStatus, more: Partial<SessionEntry> = {}): void {
    if (!entry.moveTo(status, more)) return
    journal.append({ kind: 'signal', text: more.reason ? `${status}: ${more.reason}` : status })
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
      journal.append({ kind: 'signal', text: `the client takes no part in ${kind}` })
  }

  function count(): void {
    messages.tellDropped()
    const queues = [...media.readQueues(), ...messages.readQueues(), outputs.readQueue(), journal.readQueue()]
    entry.count({ ...media.counters(), ...messages.counters() }, queues)
  }

  function close(reason: string, end: 'closed' | 'failed' = 'closed'): Promise<void> {
    closing ??= (async () => {
      if (end === 'failed') moveTo('failed', { reason, closedAt: Date.now() })
      else moveTo('closing')
      clearTimeout(timeLimit)
      clearTimeout(clientLimit)
      streamEnd.cancel()
      await slot.close(reason)
      media.close()
      if (end === 'closed') await messages.whenDelivered(DELIVERY_LIMIT)
      await Promise.all([peer.close(), watchers.close()])
      clearInterval(counting)
      count()
      moveTo('closed', { reason, closedAt: Date.now() })
      outputs.close()
      journal.close()
    })()
    return closing
  }

  return {
    id: options.id,
    entry: entry.get,
    /** Of the version that answers now. */
    manifest: (): HandlerManifest => manifest,
    /** Takes up the connection while the handler starts; if either fails, the session ends and the failure is thrown. */
    async open(): Promise<string> {
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
    addCandidate: (candidate: CandidateInit): Promise<void> => peer.addCandidate(candidate),
    ...createSessionControls({ ...options, slot, entry, isClosing: () => closing !== undefined }),
    fetchOutputs: outputs.fetch,
    /** Tells of outputs as they come, and of the end; returns the function that ends it. */
    readOutputs: outputs.subscribe,
    async watch(side: WatchSide, offer: string): Promise<WatchAnswer> {
      if (closing) throw new SoundcheckError('closed', 'the session has ended')
      return watchers.add(side, offer)
    },
    /** Whether it was this session that was watched so. */
    unwatch: watchers.remove,
    /** Goes over to a new version, or back to an older one. */
    swap(version: HandlerVersion): Promise<void> {
      const from = entry.get().handlerVersion
      const to = version.version
      const error = to < from ? options.rejectionOf(from) : null
      if (error) entry.change({ rolledBack: { from, to, error } })
      return slot.swap(version, to > from ? 'swapped' : error ? 'rolled back' : 'went back')
    },
    /** Idempotent; bounded by the handler's grace and the peer's own bounds. */
    close: (reason: string): Promise<void> => close(reason),
    journal,
  }
}

export type Session = ReturnType<typeof createSession>

/** The connection failed: whether there ever was one tells the client where to look. */
function lossOf(status: SessionStatus): string {
  return status === 'live'
    ? 'the connection was lost'
    : "no connection came about: none of the client's addresses could be reached"
}

/** The session was closed while it was being opened: that, not what closing did to its parts, is what to tell. */
function endedEarly({ reason }: SessionEntry): SoundcheckError {
  return new SoundcheckError(
    'closed',
    `The session ended while it was being opened: ${reason ?? 'it was stopped'}.`,
    {
      hint: 'Start it again.',
    },
  )
}
