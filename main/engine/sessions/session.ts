import { SoundcheckError, toWireError, type WireError } from '../../../contract/errors'
import type { HostCounters, HostReport } from '../../../contract/host'
import type { JsonValue } from '../../../contract/json'
import { mayFollow, sessionTransitions } from '../../../contract/machines'
import type { HandlerManifest } from '../../../contract/manifest'
import type { SessionCounters, SessionEntry, SessionStatus } from '../../../contract/state'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { HandlerHost } from '../hosts/handler-host'
import type { Journal } from '../journal/journal'
import { type CandidateInit, createPeer, type PeerState } from '../rtc/peer'
import { createInstanceSlot } from './instance-slot'
import { createMediaPaths } from './media-paths'
import { createMessagePath } from './message-path'
import type { PathTimes } from './path-times'

export interface SessionOptions {
  readonly id: string
  readonly version: HandlerVersion
  readonly inputs: { readonly [name: string]: JsonValue }
  readonly clock: Clock
  readonly journal: Journal
  readonly takeHost: () => HandlerHost
  readonly pathTimes: PathTimes
  readonly onChanged: (entry: SessionEntry) => void
}

/** How often the counters in the state are renewed, ms. */
const COUNTERS_INTERVAL = 1000

const noHostCounters: HostCounters = {
  audioIn: 0,
  audioOut: 0,
  videoIn: 0,
  videoOut: 0,
  audioDropped: 0,
  videoDropped: 0,
  calls: {},
  heapBytes: 0,
}

/** The state's entry of a session, and the one place that changes it. */
function createEntry(options: SessionOptions) {
  let entry: SessionEntry = {
    id: options.id,
    handlerId: options.version.id,
    handlerVersion: options.version.version,
    status: 'new',
    host: 'starting',
    openedAt: Date.now(),
    closedAt: null,
    reason: null,
    inputs: options.inputs,
    counters: {
      audioIn: 0,
      audioOut: 0,
      videoIn: 0,
      videoOut: 0,
      messagesIn: 0,
      messagesOut: 0,
      inputDropped: 0,
      trimmed: 0,
      underruns: 0,
      packetsLost: 0,
    },
    fault: null,
  }
  return {
    get: () => entry,
    change(change: Partial<SessionEntry>): void {
      entry = { ...entry, ...change }
      options.onChanged(entry)
    },
  }
}

/** One peer, one handler instance, and the paths of media and messages between them. */
export function createSession(options: SessionOptions) {
  const { clock, journal } = options
  const origin = clock.now()
  const entry = createEntry(options)
  let hostCounters = noHostCounters
  let closing: Promise<void> | undefined
  let timeLimit: NodeJS.Timeout | undefined

  const messages = createMessagePath({
    journal,
    onMessage: (message) => slot.post({ type: 'message', message }),
  })
  const slot = createInstanceSlot({
    webrtcId: options.id,
    takeHost: options.takeHost,
    sessionTime: () => clock.now() - origin,
    on: { report: handleReport, statusChanged: (host) => entry.change({ host }), tookOver, failed },
  })
  const peer = createPeer({
    id: options.id,
    clock,
    media: mediaOf(options.version.manifest),
    mode: options.version.manifest.mode,
    on: {
      stateChanged: peerStateChanged,
      frame: (kind, frame) => media.receive(kind, frame),
      channelOpened(channel) {
        journal.append({ kind: 'signal', text: `data channel "${channel.label}" open` })
        messages.attach(channel)
        slot.channelOpened()
      },
      keyFrameRequested: () => media.requestKeyFrame(),
    },
  })
  const media = createMediaPaths({ clock, peer, slot, pathTimes: options.pathTimes, onTrouble: note })
  const counting = setInterval(count, COUNTERS_INTERVAL)

  function moveTo(status: SessionStatus, more: Partial<SessionEntry> = {}): boolean {
    if (!mayFollow(sessionTransitions, entry.get().status, status)) return false
    journal.append({ kind: 'signal', text: more.reason ? `${status}: ${more.reason}` : status })
    entry.change({ status, ...more })
    return true
  }

  function note(error: WireError, type: string): void {
    journal.append({ kind: 'error', type, text: describe(error), position: error.position ?? null })
    entry.change({ fault: error })
  }

  function tookOver(version: HandlerVersion, why: 'started' | 'swapped' | 'restarted'): void {
    media.use(version.manifest)
    journal.append({ kind: 'swap', type: why, text: `version ${version.version} of ${version.id} ${why}` })
    if (why === 'swapped') options.pathTimes.swap.add(clock.now() - version.noticedAt)
    const fault = why === 'swapped' ? null : entry.get().fault
    entry.change({ handlerVersion: version.version, fault })
  }

  function failed(error: WireError, final: boolean): void {
    note(error, final ? 'stopped' : 'restarting')
  }

  function peerStateChanged(state: PeerState): void {
    if (state === 'connected') moveTo('live')
    else if (state === 'failed') void close('the connection was lost', 'failed')
    else if (state === 'closed' && !closing) void close('the client hung up')
  }

  function handleReport(report: HostReport): void {
    if (report.type === 'audio' || report.type === 'video') media.emit(report)
    else if (report.type === 'clear-queue') media.clearQueue(report.turn)
    else if (report.type === 'started') media.begin()
    else if (report.type === 'message') sendMessage(report)
    else if (report.type === 'console') noteConsole(report)
    else if (report.type === 'fault') note(report.error, report.method)
    else if (report.type === 'outputs') publishOutputs(report.values)
    else if (report.type === 'close-stream') void endStream(report.message)
    else if (report.type === 'counters') hostCounters = report.counters
  }

  function sendMessage({ text, ack }: Extract<HostReport, { type: 'message' }>): void {
    messages.send(text)
    if (ack !== null) slot.acknowledge(ack)
  }

  function noteConsole({ level, text, position }: Extract<HostReport, { type: 'console' }>): void {
    journal.append({ kind: 'console', type: level, text, position })
  }

  function publishOutputs(values: readonly JsonValue[]): void {
    journal.append({ kind: 'output', direction: 'out', text: JSON.stringify(values) })
    messages.send(JSON.stringify({ type: 'fetch_output', data: [] }))
  }

  /** What was emitted before is played; then the client is told, and the session ends. */
  async function endStream(message: string): Promise<void> {
    await media.whenDrained()
    messages.send(JSON.stringify({ type: 'end_stream', data: message }))
    await close(`the handler ended the stream: ${message}`)
  }

  function count(): void {
    const counters: SessionCounters = { ...media.counters(hostCounters), ...messages.counters() }
    const before = entry.get().counters
    const changed = Object.entries(counters).some(
      ([name, value]) => before[name as keyof SessionCounters] !== value,
    )
    if (changed) entry.change({ counters })
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

function mediaOf(manifest: HandlerManifest): { audio: boolean; video: boolean } {
  return { audio: manifest.modality !== 'video', video: manifest.modality !== 'audio' }
}

function describe(error: WireError): string {
  return [error.message, error.hint, error.stack].filter(Boolean).join('\n')
}
