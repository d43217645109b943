import { SoundcheckError, toWireError, type WireError } from '../../../contract/errors'
import type { JsonValue } from '../../../contract/json'
import type { HandlerManifest } from '../../../contract/manifest'
import type { SessionEntry, SessionStatus } from '../../../contract/state'
import type { SpeechReport, TurnEvent } from '../../../contract/turns'
import type { HandlerVersion } from '../handler-version'
import type { CandidateInit, PeerState } from '../rtc/peer'
import type { TakeOver } from './instance-slot'
import { createSessionEntry } from './session-entry'
import { createSessionParts, type SessionPartsOptions } from './session-parts'
import { createStreamEnd } from './stream-end'
import { withoutSecrets } from './without-secrets'

export interface SessionOptions extends SessionPartsOptions {
  readonly inputs: { readonly [name: string]: JsonValue }
  readonly onChanged: (entry: SessionEntry) => void
  readonly onTurn: (event: TurnEvent) => void
  readonly onSpeech: (report: SpeechReport) => void
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
  const { clock, journal } = options
  const entry = createSessionEntry(options)
  let closing: Promise<void> | undefined
  let timeLimit: NodeJS.Timeout | undefined
  /** Runs while something that only the client can do is waited for. */
  let clientLimit: NodeJS.Timeout | undefined

  const { messages, slot, peer, media, outputs } = createSessionParts(options, {
    peerStateChanged,
    hostStatusChanged: (host) => entry.change({ host }),
    tookOver,
    failed: note,
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

  function note(error: WireError, type: string): void {
    journal.append({ kind: 'error', type, text: describe(error), position: error.position ?? null })
    entry.change({ fault: error })
  }

  function tookOver(version: HandlerVersion, why: TakeOver): void {
    media.use(version.manifest)
    journal.append({ kind: 'swap', type: why, text: `version ${version.version} of ${version.id} ${why}` })
    if (why === 'swapped') options.pathTimes.swap.add(clock.now() - version.noticedAt)
    const fault = why === 'swapped' ? null : entry.get().fault
    entry.change({ handlerVersion: version.version, fault })
    if (why === 'swapped' && !isSameMedia(version, options.version)) note(otherMedia(version), 'swap')
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
    entry.count({ ...media.counters(), ...messages.counters() })
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
      await peer.close()
      clearInterval(counting)
      count()
      moveTo('closed', { reason, closedAt: Date.now() })
      journal.close()
    })()
    return closing
  }

  return {
    id: options.id,
    entry: entry.get,
    /** Answers the offer while the handler starts; if either fails, the session ends and the failure is thrown. */
    async open(offer: string): Promise<string> {
      moveTo('connecting')
      const limit = options.version.manifest.timeLimitInS
      if (limit !== null)
        timeLimit = setTimeout(() => close(`the time limit of ${limit} s was reached`), limit * 1000)
      try {
        const [answer] = await Promise.all([
          peer.acceptOffer(offer),
          slot.start(options.version, options.inputs),
        ])
        media.attach()
        noteMissingMedia(options.version.manifest)
        waitForClient(CONNECT_LIMIT, () => void close(lossOf('connecting'), 'failed'))
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
    setInputs(values: { readonly [name: string]: JsonValue }): void {
      if (closing) throw new SoundcheckError('closed', 'the session has ended')
      slot.setInputs(values)
      journal.append({
        kind: 'input',
        direction: 'in',
        text: JSON.stringify(withoutSecrets(values, options.version.manifest.inputs)),
      })
      entry.change({ inputs: { ...entry.get().inputs, ...values } })
    },
    trigger(text: string | null): void {
      if (closing) throw new SoundcheckError('closed', 'the session has ended')
      slot.trigger(text)
      const row = text === null ? { type: 'trigger', text: 'asked for a reply' } : { type: 'text', text }
      journal.append({ kind: 'input', direction: 'in', ...row })
    },
    fetchOutputs: outputs.fetch,
    dismissFault: () => entry.change({ fault: null }),
    swap: (version: HandlerVersion): Promise<void> => slot.swap(version),
    /** Idempotent; bounded by the handler's grace and the peer's own bounds. */
    close: (reason: string): Promise<void> => close(reason),
    journal,
  }
}

export type Session = ReturnType<typeof createSession>

function isSameMedia(a: HandlerVersion, b: HandlerVersion): boolean {
  return a.manifest.modality === b.manifest.modality && a.manifest.mode === b.manifest.mode
}

/** The connection was negotiated for the media of the version that the session began with. */
function otherMedia({ version, manifest }: HandlerVersion): WireError {
  return {
    code: 'invalid',
    message: `Version ${version} takes part in other media (${manifest.modality}, ${manifest.mode}) than this session was started with.`,
    hint: 'Stop the session and start it again.',
  }
}

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

function describe(error: WireError): string {
  return [error.message, error.hint, error.stack].filter(Boolean).join('\n')
}
