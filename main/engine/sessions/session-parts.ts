import type { WireError } from '../../../contract/errors'
import type { HostKind } from '../../../contract/host-link'
import type { MessageGateState } from '../../../contract/message-gate'
import type { SessionClient } from '../../../contract/state'
import type { SpeechReport, TurnEvent } from '../../../contract/turns'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { HandlerHost } from '../hosts/handler-host'
import type { Quarantine } from '../hosts/quarantine'
import type { JournalSink } from '../journal/journal'
import type { Connect, DataChannel, PeerState } from '../peer'
import { createCallRows } from './call-rows'
import { createFrameRows } from './frame-rows'
import { createInstanceSlot } from './instance-slot'
import { createMediaPaths } from './media-paths'
import { createMessageGate } from './message-gate'
import { createMessagePath } from './message-path'
import type { OutputSink } from './output-queue'
import { createPacketRows } from './packet-rows'
import type { PathTimes } from './path-times'
import { createReportRoutes } from './report-routes'
import type { SlotEvents } from './slot-parts'
import { createStatRows } from './stat-rows'
import { createTimerDelay } from './timer-delay'
import type { Timers } from './timers'
import { createWatchers } from './watchers'

export interface SessionPartsOptions {
  readonly client: SessionClient
  readonly connect: Connect
  readonly clock: Clock
  /** The clock at the start of the session: the zero of its own. */
  readonly origin: number
  readonly journal: JournalSink
  readonly outputs: OutputSink
  readonly timers: Timers
  /** Gives the host for an instance of this version. */
  readonly takeHost: (version: HandlerVersion, kind: HostKind) => HandlerHost
  readonly quarantine: Quarantine
  readonly pathTimes: PathTimes
}

/** What the parts tell the session. */
export interface SessionPartsEvents {
  peerStateChanged(state: PeerState): void
  readonly slot: Omit<SlotEvents, 'report'>
  channelOpened(): void
  gateChanged(state: MessageGateState): void
  trouble(error: WireError, where: string): void
  streamEnded(message: string | null): void
  turn(event: TurnEvent): void
  speech(report: SpeechReport): void
}

/** A session's peer, its place for the handler, and the paths of media and messages between them, wired together. */
export function createSessionParts(options: SessionPartsOptions, on: SessionPartsEvents) {
  const { client, clock, origin, journal, outputs, pathTimes } = options
  const packets = createPacketRows({ journal, origin })
  const frames = createFrameRows({ journal, clock })
  const stats = createStatRows({ journal, clock })
  const delay = createTimerDelay(clock)
  const calls = createCallRows({ journal, origin, picturesPerSecond: frames.picturesPerSecond })

  const gate = createMessageGate({
    journal,
    timers: options.timers,
    sessionTime: () => clock.now() - origin,
    onChanged: on.gateChanged,
  })

  const messages = createMessagePath({
    journal,
    gate,
    clock,
    onMessage: (message) => slot.post({ type: 'message', message }),
    inFlight: () => slot.inFlight().messages,
    isStopped: () => slot.status() === 'gone',
  })
  const slot = createInstanceSlot({
    ...options,
    webrtcId: client.webrtcId,
    phoneMode: client.door === 'telephone',
    sessionTime: () => clock.now() - origin,
    on: { ...on.slot, report: (report, version) => route(report, version) },
  })
  const peer = options.connect({
    wire: {
      ...packets.events,
      signal: ({ phase, ...note }) => journal.append({ kind: 'signal', type: phase, ...note }),
    },
    stateChanged: on.peerStateChanged,
    frame(kind, frame) {
      media.receive(kind, frame)
      watchers.forward('in', frame)
    },
    channelOpened,
    keyFrameRequested: () => media.requestKeyFrame(),
  })
  const media = createMediaPaths({
    clock,
    peer,
    slot,
    pathTimes,
    frames,
    onTrouble: on.trouble,
    onSent: (frame) => watchers.forward('out', frame),
  })
  const watchers = createWatchers({
    clock,
    requestKeyFrame(side) {
      if (side === 'in') peer.remote('video')?.requestKeyFrame('joined')
      else media.requestKeyFrame()
    },
  })
  const route = createReportRoutes({
    journal,
    messages,
    media,
    slot,
    outputs,
    calls,
    on: { fault: on.trouble, closeStream: on.streamEnded, turn: on.turn, speech: on.speech },
  })

  function channelOpened(channel: DataChannel): void {
    if (channel.label) noteChannel(channel.label)
    on.channelOpened()
    messages.attach(channel)
    slot.channelOpened()
  }

  function noteChannel(label: string): void {
    const text = `data channel "${label}" open`
    journal.append({ kind: 'signal', type: 'channel', text, fields: { state: 'open' } })
  }

  /** Makes the rows of what was gathered since it was called before; about once a second. */
  function writeRows(): void {
    const queues = media.readQueues()
    frames.write(queues)
    stats.write(() => ({
      traffic: packets.takeTraffic(),
      lostIn: media.counters().packetsLost,
      queues,
      host: media.hostCounters(),
      engineDelayMs: delay.take(),
    }))
  }

  return { messages, gate, slot, peer, media, watchers, records: { write: writeRows, close: delay.close } }
}
