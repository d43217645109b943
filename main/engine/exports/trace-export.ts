import { SoundcheckError } from '../../../contract/errors'
import type { Exporter } from './exporter'
import { createLineWriter } from './line-writer'
import { createRowEvents } from './trace/row-events'
import { PID, type TraceEvent } from './trace/trace-events'
import { createTrackBook } from './trace/track-book'

/** Calls, queues, messages and counters on one timeline. Source of the form: the Trace Event Format, JSON object format. */
export const exportTrace: Exporter = async ({ source, file, job, appVersion }) => {
  const lines = createLineWriter(file)
  const { head } = source
  let events = 0

  function write(event: TraceEvent): void {
    lines.write(`${events === 0 ? '' : ','}\n${JSON.stringify(event)}`)
    events += 1
  }

  lines.write('{"displayTimeUnit":"ms","traceEvents":[')
  write({
    ph: 'M',
    name: 'process_name',
    pid: PID,
    args: { name: `${head.handlerId}, session ${head.sessionId}` },
  })
  const eventsOf = createRowEvents(createTrackBook(write))
  const begun = events
  for await (const rows of source.slices(job))
    for (const row of rows) for (const event of eventsOf(row)) write(event)
  if (events === begun) {
    throw new SoundcheckError('not-found', 'There is nothing for a trace in what was selected.', {
      hint: 'Take a longer range, or another query.',
    })
  }
  const otherData = {
    app: 'Soundcheck',
    appVersion,
    session: head,
    times: 'microseconds since the session began',
  }
  lines.write(`\n],"otherData":${JSON.stringify(otherData)}}\n`)
  lines.flush()
  return []
}
