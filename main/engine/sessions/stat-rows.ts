import type { HostCounters } from '../../../contract/host'
import type { RowFields } from '../../../contract/row-fields'
import type { QueueReading } from '../../../contract/state'
import type { Clock } from '../clock'
import type { JournalSink } from '../journal/journal'
import type { PassedTraffic } from './packet-rows'
import { rounded } from './rounded'

export interface StatRowsOptions {
  readonly journal: JournalSink
  readonly clock: Clock
}

/** What the parts of a session know now. */
export interface StatReadings {
  readonly traffic: PassedTraffic
  /** Packets from the client that were given up, since the session began. */
  readonly lostIn: number
  readonly queues: readonly QueueReading[]
  /** As the instance that answers reported them last. */
  readonly host: HostCounters | undefined
  /** By how much the timers of this thread were late at most; null where none was set. */
  readonly engineDelayMs: number | null
  /** How long this thread worked on the session's media since it was asked before, ms. */
  readonly workedMs: number
}

/** A rate over less than this says nothing, ms. */
const SHORTEST = 200
const BITS = 8

/** Left out for a connection that has no packets. */
function wireFields({ traffic, lostIn }: StatReadings, elapsed: number): RowFields {
  const { packetsIn, packetsOut, bytesIn, bytesOut, rttMs } = traffic
  if (packetsIn + packetsOut === 0) return {}
  const rate = (bytes: number): number => Math.round((bytes * BITS * 1000) / elapsed)
  const rtt: RowFields = rttMs === null ? {} : { rttMs: rounded(rttMs) }
  return { ...rtt, bitrateIn: rate(bytesIn), bitrateOut: rate(bytesOut), packetsIn, packetsOut, lostIn }
}

function queueFields({ queues }: StatReadings): RowFields {
  const input = queues.filter(({ name }) => name === 'audio in' || name === 'video in')
  if (input.length === 0) return {}
  return { queueMs: rounded(Math.max(0, ...input.map(({ ageMs }) => ageMs ?? 0))) }
}

/** Makes a row of the counters and delays of the last second. */
export function createStatRows({ journal, clock }: StatRowsOptions) {
  let writtenAt = clock.now()
  let known: HostCounters | undefined

  /** A handler at rest reports nothing: its memory is as it was, and how busy it is nobody knows. */
  function hostFields({ host }: StatReadings): RowFields {
    const isNew = host !== known
    known = host
    if (!host) return {}
    const { busyShare, loopDelayMs, heapBytes, externalBytes } = host
    const loop: RowFields =
      isNew && busyShare !== null
        ? { cpuShare: rounded(busyShare), handlerDelayMs: rounded(loopDelayMs) }
        : {}
    return { ...loop, heapBytes, externalBytes }
  }

  return {
    /** To be called about once a second; calls soon after one another make one row. */
    write(read: () => StatReadings): void {
      const now = clock.now()
      const elapsed = now - writtenAt
      if (elapsed < SHORTEST) return
      writtenAt = now
      const readings = read()
      const { engineDelayMs, workedMs } = readings
      const fields = {
        ...wireFields(readings, elapsed),
        ...(engineDelayMs === null ? {} : { engineDelayMs: rounded(engineDelayMs) }),
        ...(workedMs === 0 ? {} : { engineShare: rounded(workedMs / elapsed) }),
        ...hostFields(readings),
        ...queueFields(readings),
      }
      if (Object.keys(fields).length > 0) journal.append({ kind: 'stat', text: '', fields })
    },
  }
}

export type StatRows = ReturnType<typeof createStatRows>
