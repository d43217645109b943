import type { RowKind } from '../../../../contract/journal'
import type { RowFields } from '../../../../contract/row-fields'
import type { StoredRow } from '../../journal/journal-line'
import { PID, type TraceEvent } from './trace-events'
import type { TrackBook } from './track-book'

const US_PER_MS = 1000
/** Of a text in an event: a trace is looked at, not read. */
const MOST_TEXT = 1000

const shortened = (text: string): string => (text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text)
const numberOf = (fields: RowFields, name: string): number =>
  typeof fields[name] === 'number' ? fields[name] : 0

const instantTracks: { readonly [K in RowKind]?: (row: StoredRow) => string } = {
  message: ({ direction }) => (direction === 'out' ? 'messages to the client' : 'messages from the client'),
  output: () => 'outputs',
  input: () => 'inputs',
  turn: () => 'turns',
  swap: () => 'versions',
  signal: () => 'connection',
  console: () => 'console',
  error: () => 'errors',
  finding: () => 'findings',
}

/** What a row becomes in a trace: calls slices, the rest instants and counters. */
export function createRowEvents(tracks: TrackBook) {
  function callEvents({ atUs, n, fields, type }: StoredRow): readonly TraceEvent[] {
    const method = type ?? 'call'
    const dur = Math.round(numberOf(fields, 'ms') * US_PER_MS)
    // Its row is written when it has ended.
    const ts = atUs - dur
    const tid = tracks.freeTrack(method, ts, atUs)
    const call: TraceEvent = {
      ph: 'X',
      name: method,
      cat: 'call',
      ts,
      dur,
      pid: PID,
      tid,
      args: { n, ...fields },
    }
    const waited = Math.round(numberOf(fields, 'waitMs') * US_PER_MS)
    if (waited === 0) return [call]
    const wait = {
      name: `waits for ${method}`,
      cat: 'queue',
      pid: PID,
      tid: tracks.track('queues'),
      id: String(n),
    }
    return [{ ...wait, ph: 'b', ts: ts - waited, args: { n } }, { ...wait, ph: 'e', ts, args: {} }, call]
  }

  function instant(row: StoredRow, track: string, name: string): TraceEvent {
    const { atUs: ts, n, kind, text, position, sizeBytes, fields } = row
    const args = {
      n,
      sizeBytes,
      ...fields,
      ...(text ? { text: shortened(text) } : {}),
      ...(position ? { position } : {}),
    }
    return { ph: 'i', s: 't', name, cat: kind, ts, pid: PID, tid: tracks.track(track), args }
  }

  function counter(ts: number, name: string, value: unknown): TraceEvent[] {
    return typeof value === 'number' ? [{ ph: 'C', name, ts, pid: PID, args: { value } }] : []
  }

  function counters({ atUs }: StoredRow, name: (field: string) => string, fields: RowFields): TraceEvent[] {
    return Object.entries(fields).flatMap(([field, value]) => counter(atUs, name(field), value))
  }

  /** Of packets only what is not as it should be: there are too many of the others to be looked at. */
  function packetEvents(row: StoredRow): readonly TraceEvent[] {
    const { fields, direction, type } = row
    const what = [
      ...(typeof fields.lost === 'number' ? [`${fields.lost} lost`] : []),
      ...(['late', 'duplicate', 'rtx', 'key'] as const).filter((flag) => fields[flag] === true),
    ]
    if (what.length === 0) return []
    const from = direction === 'out' ? 'to the client' : 'from the client'
    return [instant(row, `packets ${from}`, `${type ?? 'packet'}: ${what.join(', ')}`)]
  }

  return (row: StoredRow): readonly TraceEvent[] => {
    const { kind, type, direction, fields } = row
    if (kind === 'call') return callEvents(row)
    if (kind === 'stat') return counters(row, (field) => field, fields)
    if (kind === 'frame') return counters(row, (field) => `${type} ${direction} ${field}`, fields)
    if (kind === 'rtp') return packetEvents(row)
    if (kind === 'rtcp') return [instant(row, `reports ${direction ?? ''}`.trim(), type ?? kind)]
    return [instant(row, instantTracks[kind]?.(row) ?? kind, type ?? kind)]
  }
}
