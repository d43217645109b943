import type { WireError } from '../../../contract/errors'
import type { Finding } from '../../../contract/findings'
import type { HostReport } from '../../../contract/host'
import type { SpeechReport, TurnEvent } from '../../../contract/turns'
import type { Journal } from '../journal/journal'
import { describeTurn } from './describe-turn'
import type { InstanceSlot } from './instance-slot'
import type { MediaPaths } from './media-paths'
import type { MessagePath } from './message-path'
import type { OutputQueue } from './output-queue'

export interface ReportRoutesOptions {
  readonly journal: Journal
  readonly messages: MessagePath
  readonly media: MediaPaths
  readonly slot: InstanceSlot
  readonly outputs: OutputQueue
  readonly on: {
    fault(error: WireError, method: string): void
    closeStream(message: string | null): void
    turn(event: TurnEvent): void
    speech(report: SpeechReport): void
  }
}

type Routes = { readonly [T in HostReport['type']]?: (report: Extract<HostReport, { type: T }>) => void }

/** A finding is a row once in a session, however often it is found. */
function createFindingRows(journal: Journal) {
  const known = new Set<string>()
  return ({ rule, message, hint, position }: Finding): void => {
    const key = `${rule} ${message}`
    if (known.has(key)) return
    known.add(key)
    journal.append({ kind: 'finding', type: rule, text: `${message}\n${hint}`, position })
  }
}

/** Where each report of the answering instance goes. */
export function createReportRoutes(options: ReportRoutesOptions): (report: HostReport) => void {
  const { journal, messages, media, slot, outputs, on } = options
  const appendFinding = createFindingRows(journal)
  const routes: Routes = {
    audio: (report) => media.emit(report),
    video: (report) => media.emit(report),
    'clear-queue': ({ turn }) => media.clearQueue(turn),
    started: () => media.begin(),
    message: ({ text, ack }) => {
      messages.send(text, () => ack !== null && slot.acknowledge(ack))
    },
    console: ({ level, text, position }) => journal.append({ kind: 'console', type: level, text, position }),
    fault: ({ error, method }) => on.fault(error, method),
    outputs: ({ values }) => {
      journal.append({ kind: 'output', direction: 'out', text: JSON.stringify(values) })
      outputs.push(values)
      messages.send(JSON.stringify({ type: 'fetch_output', data: [] }))
    },
    'close-stream': ({ message }) => on.closeStream(message),
    turn: ({ event }) => {
      journal.append({ kind: 'turn', type: event.name, text: describeTurn(event), at: event.at })
      on.turn(event)
    },
    speech: ({ from, step, probabilities }) => on.speech({ from, step, probabilities }),
    finding: ({ finding }) => appendFinding(finding),
    counters: ({ counters }) => media.noteHostCounters(counters),
  }
  return (report) => (routes[report.type] as ((report: HostReport) => void) | undefined)?.(report)
}
