import type { WireError } from '../../../contract/errors'
import type { HostReport } from '../../../contract/host'
import type { Journal } from '../journal/journal'
import type { InstanceSlot } from './instance-slot'
import type { MediaPaths } from './media-paths'
import type { MessagePath } from './message-path'

export interface ReportRoutesOptions {
  readonly journal: Journal
  readonly messages: MessagePath
  readonly media: MediaPaths
  readonly slot: InstanceSlot
  readonly onFault: (error: WireError, method: string) => void
  readonly onCloseStream: (message: string) => void
}

type Routes = { readonly [T in HostReport['type']]?: (report: Extract<HostReport, { type: T }>) => void }

/** Where each report of the answering instance goes. */
export function createReportRoutes(options: ReportRoutesOptions): (report: HostReport) => void {
  const { journal, messages, media, slot } = options
  const routes: Routes = {
    audio: (report) => media.emit(report),
    video: (report) => media.emit(report),
    'clear-queue': ({ turn }) => media.clearQueue(turn),
    started: () => media.begin(),
    message: ({ text, ack }) => {
      messages.send(text, () => ack !== null && slot.acknowledge(ack))
    },
    console: ({ level, text, position }) => journal.append({ kind: 'console', type: level, text, position }),
    fault: ({ error, method }) => options.onFault(error, method),
    outputs: ({ values }) => {
      journal.append({ kind: 'output', direction: 'out', text: JSON.stringify(values) })
      messages.send(JSON.stringify({ type: 'fetch_output', data: [] }))
    },
    'close-stream': ({ message }) => options.onCloseStream(message),
    counters: ({ counters }) => media.noteHostCounters(counters),
  }
  return (report) => (routes[report.type] as ((report: HostReport) => void) | undefined)?.(report)
}
