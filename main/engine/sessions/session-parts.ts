import type { WireError } from '../../../contract/errors'
import type { HostKind } from '../../../contract/host-link'
import type { LoudnessReport } from '../../../contract/loudness'
import type { MessageGateState } from '../../../contract/message-gate'
import type { SessionClient } from '../../../contract/state'
import type { SpeechReport, TurnEvent } from '../../../contract/turns'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { HandlerHost } from '../hosts/handler-host'
import type { Quarantine } from '../hosts/quarantine'
import type { JournalSink } from '../journal/journal'
import type { Connect, DataChannel, PeerState } from '../peer'
import { createInstanceSlot } from './instance-slot'
import { createLoudnessWatch } from './loudness-watch'
import { createMediaPaths } from './media-paths'
import { createMessageGate } from './message-gate'
import { createMessagePath } from './message-path'
import type { OutputSink } from './output-queue'
import type { PathTimes } from './path-times'
import { createReportRoutes } from './report-routes'
import { createSessionRecords } from './session-records'
import type { SlotEvents } from './slot-parts'
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
  loudness(report: LoudnessReport): void
}

/** A session's peer, its place for the handler, and the paths of media and messages between them, wired together. */
export function createSessionParts(options: SessionPartsOptions, on: SessionPartsEvents) {
  const { client, clock, origin, journal, outputs, pathTimes } = options
  const records = createSessionRecords({ journal, clock, origin })

  const gate = createMessageGate({
    ...options,
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
    on: { ...on.slot, report: (report, version) => records.work.run(() => route(report, version)) },
  })
  const peer = options.connect({
    wire: records.wire,
    stateChanged: on.peerStateChanged,
    frame: (kind, frame) =>
      records.work.run(() => {
        media.receive(kind, frame)
        watchers.forward('in', frame)
        loudness.push('in', frame)
      }),
    channelOpened,
    keyFrameRequested: () => media.requestKeyFrame(),
  })
  const media = createMediaPaths({
    clock,
    peer,
    slot,
    pathTimes,
    records,
    onTrouble: on.trouble,
    onSent(frame) {
      watchers.forward('out', frame)
      loudness.push('out', frame)
    },
  })
  const watchers = createWatchers({
    clock,
    requestKeyFrame(side) {
      if (side === 'in') peer.remote('video')?.requestKeyFrame('joined')
      else media.requestKeyFrame()
    },
  })
  const loudness = createLoudnessWatch({ clock, timers: options.timers, onReport: on.loudness })
  const route = createReportRoutes({
    journal,
    messages,
    media,
    slot,
    outputs,
    records,
    on: { fault: on.trouble, closeStream: on.streamEnded, turn: on.turn, speech: on.speech },
  })

  function channelOpened(channel: DataChannel): void {
    if (channel.label) records.channelOpened(channel.label)
    on.channelOpened()
    messages.attach(channel)
    slot.channelOpened()
  }

  return { messages, gate, slot, peer, media, watchers, loudness, records }
}
