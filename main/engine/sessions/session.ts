import { SoundcheckError, toWireError, type WireError } from '../../../contract/errors'
import type { JsonValue } from '../../../contract/json'
import type { SessionEntry, SessionStatus } from '../../../contract/state'
import type { HandlerVersion } from '../handler-version'
import type { CandidateInit, PeerState } from '../rtc/peer'
import type { TakeOver } from './instance-slot'
import { createSessionEntry } from './session-entry'
import { createSessionParts, type SessionPartsOptions } from './session-parts'

export interface SessionOptions extends SessionPartsOptions {
  readonly inputs: { readonly [name: string]: JsonValue }
  readonly onChanged: (entry: SessionEntry) => void
}

/** How often the counters in the state are renewed, ms. */
const COUNTERS_INTERVAL = 1000

/** One peer, one handler instance, and the paths of media and messages between them. */
export function createSession(options: SessionOptions) {
  const { clock, journal } = options
  const entry = createSessionEntry(options)
  let closing: Promise<void> | undefined
  let timeLimit: NodeJS.Timeout | undefined

  const { messages, slot, peer, media } = createSessionParts(options, {
    peerStateChanged,
    hostStatusChanged: (host) => entry.change({ host }),
    tookOver,
    failed: (error, final) => note(error, final ? 'stopped' : 'restarting'),
    trouble: note,
    streamEnded: (message) => void endStream(message),
  })
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
  }

  function peerStateChanged(state: PeerState): void {
    if (state === 'connected') moveTo('live')
    else if (state === 'failed') void close('the connection was lost', 'failed')
    else if (state === 'closed' && !closing) void close('the client hung up')
  }

  /** What was emitted before is played; then the client is told, and the session ends. */
  async function endStream(message: string): Promise<void> {
    await media.whenDrained()
    messages.send(JSON.stringify({ type: 'end_stream', data: message }))
    await close(`the handler ended the stream: ${message}`)
  }

  function count(): void {
    entry.count({ ...media.counters(), ...messages.counters() })
  }

  function close(reason: string, end: 'closed' | 'failed' = 'closed'): Promise<void> {
    closing ??= (async () => {
      if (end === 'failed') moveTo('failed', { reason, closedAt: Date.now() })
      else moveTo('closing')
      clearTimeout(timeLimit)
      await slot.close(reason)
      media.close()
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
        return answer
      } catch (thrown) {
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
      journal.append({ kind: 'input', direction: 'in', text: JSON.stringify(values) })
      entry.change({ inputs: { ...entry.get().inputs, ...values } })
    },
    dismissFault: () => entry.change({ fault: null }),
    swap: (version: HandlerVersion): Promise<void> => slot.swap(version),
    /** Idempotent; bounded by the handler's grace and the peer's own bounds. */
    close: (reason: string): Promise<void> => close(reason),
    journal,
  }
}

export type Session = ReturnType<typeof createSession>

function describe(error: WireError): string {
  return [error.message, error.hint, error.stack].filter(Boolean).join('\n')
}
