import { basename } from 'node:path'
import type { SourcePosition, WireError } from '../../../contract/errors'
import type { Finding } from '../../../contract/findings'
import type { HostReport } from '../../../contract/host'
import type { RowFields } from '../../../contract/row-fields'
import type { SpeechReport, TurnEvent } from '../../../contract/turns'
import type { JournalSink } from '../journal/journal'
import type { CallRows } from './call-rows'
import { describeTurn } from './describe-turn'
import type { InstanceSlot } from './instance-slot'
import type { LinkTally } from './link-tally'
import type { MediaPaths } from './media-paths'
import type { MessagePath } from './message-path'
import type { OutputSink } from './output-queue'
import { rounded } from './rounded'
import type { SpeechRows } from './speech-rows'

export interface ReportRoutesOptions {
  readonly journal: JournalSink
  readonly messages: MessagePath
  readonly media: MediaPaths
  readonly slot: InstanceSlot
  readonly outputs: OutputSink
  readonly records: { readonly calls: CallRows; readonly speech: SpeechRows; readonly links: LinkTally }
  readonly on: {
    fault(error: WireError, method: string): void
    closeStream(message: string | null): void
    turn(event: TurnEvent): void
    speech(report: SpeechReport): void
  }
}

/** `version`: of the handler whose instance says it. */
type Route<R> = (report: R, version: number) => void
type Routes = { readonly [T in HostReport['type']]?: Route<Extract<HostReport, { type: T }>> }

/** A finding is a row once in a session, however often it is found. */
function createFindingRows(journal: JournalSink) {
  const known = new Set<string>()
  return ({ rule, message, hint, position }: Finding): void => {
    const key = `${rule} ${message}`
    if (known.has(key)) return
    known.add(key)
    journal.append({ kind: 'finding', type: rule, text: `${message}\n${hint}`, position })
  }
}

/** A call that blocks is a row when it is noticed, one when its place is known, and one when it is over. */
function createBlockedRows(journal: JournalSink) {
  let blocked: Extract<HostReport, { type: 'blocked' }> | null = null
  const subject = (): string => (blocked?.method ? `${blocked.method}()` : 'the handler')
  const type = (): string => blocked?.method ?? 'background'

  return {
    began(report: Extract<HostReport, { type: 'blocked' }>): void {
      const isNew = !blocked || report.forMs < blocked.forMs
      blocked = report
      if (!isNew) return
      const { forMs, limitMs } = report
      const text = `${subject()} has blocked its thread for ${forMs / 1000} s: nothing gets in or out, and after ${limitMs / 1000} s it is ended`
      journal.append({ kind: 'error', type: type(), text })
    },
    found(position: SourcePosition): void {
      const text = `${subject()} stands at line ${position.line} of ${basename(position.file)}`
      journal.append({ kind: 'error', type: type(), text, position })
    },
    ended(): void {
      if (blocked)
        journal.append({ kind: 'signal', type: 'handler', text: `${subject()} no longer blocks its thread` })
      blocked = null
    },
  }
}

const durationOf = ({ samples, channels, sampleRate }: Extract<HostReport, { type: 'audio' }>): number =>
  (samples.length * 1000) / channels / sampleRate

/** Where each report of the answering instance goes. */
export function createReportRoutes(options: ReportRoutesOptions): Route<HostReport> {
  const { journal, messages, media, slot, outputs, records, on } = options
  const { links } = records
  const appendFinding = createFindingRows(journal)
  const blockedRows = createBlockedRows(journal)
  const routes: Routes = {
    profiled({ profile }) {
      const fields = { ms: rounded(profile.ms), busyMs: rounded(profile.authorMs) }
      journal.append({ kind: 'profile', text: JSON.stringify(profile), fields })
    },
    'profile-failed': ({ error }) => journal.append({ kind: 'error', type: 'profile', text: error.message }),
    audio(report) {
      links.audio.emitted(durationOf(report))
      media.emit(report)
    },
    video(report) {
      links.video.emitted(0)
      media.emit(report)
    },
    'clear-queue': ({ turn }) => media.clearQueue(turn),
    started() {
      links.begin()
      media.begin()
    },
    message: ({ text, ack }) => {
      // By the time that the channel takes it, another instance may answer: the slot is one of this one's.
      const acknowledge = slot.acknowledger()
      messages.send(text, () => ack !== null && acknowledge(ack))
    },
    console: ({ level, text, position }) => journal.append({ kind: 'console', type: level, text, position }),
    fault({ error, method }) {
      links.noteThrown(method)
      on.fault(error, method)
    },
    outputs: ({ values }) => {
      journal.append({ kind: 'output', direction: 'out', text: JSON.stringify(values) })
      outputs.push(values)
      messages.send(JSON.stringify({ type: 'fetch_output', data: [] }))
    },
    'close-stream': ({ message }) => on.closeStream(message),
    turn: ({ event }) => {
      const fields: RowFields = event.soundAt === null ? {} : { soundMs: rounded(event.soundAt) }
      journal.append({ kind: 'turn', type: event.name, text: describeTurn(event), at: event.at, fields })
      links.noteTurn(event)
      on.turn(event)
    },
    speech({ from, step, probabilities }) {
      const report = { from, step, probabilities }
      links.noteSpeech(report)
      records.speech.add(report)
      on.speech(report)
    },
    finding: ({ finding }) => appendFinding(finding),
    blocked: (report) => blockedRows.began(report),
    'blocked-at': ({ position }) => blockedRows.found(position),
    unblocked: () => blockedRows.ended(),
    counters({ counters }) {
      links.noteCounters(counters)
      media.noteHostCounters(counters)
    },
    calls: (report, version) => records.calls(report.calls, version),
  }
  return (report, version) => (routes[report.type] as Route<HostReport> | undefined)?.(report, version)
}
