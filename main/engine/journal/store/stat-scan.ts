import type { RowDirection, RowKind } from '../../../../contract/journal'
import { BLOCK_MS } from '../../../../contract/media'
import {
  isCountedStat,
  readClientStats,
  type StatId,
  type StatMedium,
  type StatName,
  streamStatId,
} from '../../../../contract/stats'
import { createClientReadings } from './client-readings'
import { createFreezeWatch, type FreezeWatch } from './freeze-watch'
import type { PutRow } from './grid-view'
import type { LaneGrid, LaneRules } from './lane-grid'
import type { SegmentIndex } from './segment-index'

export const statLanes: LaneRules<StatId> = { isSum: isCountedStat, hasLows: () => false }

type Grid = LaneGrid<StatId>

const US = 1000
const SECOND_US = 1_000_000
const opposite = (direction: RowDirection): RowDirection => (direction === 'in' ? 'out' : 'in')
const asks: ReadonlySet<string> = new Set(['PLI', 'FIR'])

/** Adds so many more evenly to all columns of a time. */
function spread(grid: Grid, id: StatId, more: number, fromUs: number, toUs: number): void {
  const columns = Math.max(1, Math.round((toUs - fromUs) / grid.range.columnUs))
  for (let at = 0; at < columns; at += 1) {
    const us = toUs - ((at + 0.5) / columns) * (toUs - fromUs)
    grid.put(id, us, us, more / columns)
  }
}

/** Makes statistics of the rows of a session, which follow one another. */
export function createStatScan(textOf: (n: number) => string | null) {
  const readings = createClientReadings()
  const freezes = new Map<string, FreezeWatch>()
  /** What a receiver has told of each stream, from its beginning. */
  const lostBefore = new Map<string, number>()

  function freezesOf(stream: string): FreezeWatch {
    const watch = freezes.get(stream) ?? createFreezeWatch()
    freezes.set(stream, watch)
    return watch
  }

  return (index: SegmentIndex): PutRow<StatId> => {
    const numbers = (name: string) => {
      const read = index.reader(name)
      return (at: number): number | null => read(at) as number | null
    }
    const [n, atUs, size, ssrc] = [numbers('n'), numbers('atUs'), numbers('size'), numbers('ssrc')]
    const [lost, jitterMs, concealed] = [numbers('lost'), numbers('jitterMs'), numbers('concealed')]
    const [rttMs, bitrate] = [numbers('rttMs'), numbers('bitrate')]
    const [type, late] = [index.reader('type'), index.reader('late')]
    const [marker, key] = [index.reader('marker'), index.reader('key')]
    const medium = index.reader('medium')
    const mediumAt = (at: number) => medium(at) as StatMedium | null

    function putPacket(grid: Grid, at: number, us: number): void {
      const of = mediumAt(at)
      const direction = index.directionOf(at)
      if (!of || !direction) return
      const put = (name: StatName, value: number) =>
        grid.put(streamStatId('engine', name, of, direction), us, us, value)
      put('bytes', size(at) ?? 0)
      put('packets', 1)
      const jitter = jitterMs(at)
      if (jitter !== null) put('jitterMs', jitter)
      const missing = (lost(at) ?? 0) - (late(at) === true ? 1 : 0)
      // What the engine sends is lost beyond its sight.
      if (missing !== 0 && direction === 'in') put('lost', missing)
      if (of === 'audio') return
      if (key(at) === true) put('keyFrames', 1)
      if (marker(at) !== true) return
      put('frames', 1)
      const frozen = freezesOf(`${direction} ${ssrc(at)}`).add(us / US)
      if (frozen === null || direction === 'out') return
      put('freezes', 1)
      spread(grid, streamStatId('engine', 'frozenMs', of, direction), frozen, us - frozen * US, us)
    }

    /** A report of the client is about what it receives, and the other way round. */
    function putReport(grid: Grid, at: number, us: number): void {
      const direction = index.directionOf(at)
      if (!direction) return
      const roundTrip = rttMs(at)
      if (roundTrip !== null) grid.put('engine rttMs', us, us, roundTrip)
      const name = String(type(at))
      const rate = bitrate(at)
      if (name === 'REMB' && rate !== null) grid.put(`engine available ${opposite(direction)}`, us, us, rate)
      const of = mediumAt(at)
      if (!of) return
      const idOf = (stat: StatName) => streamStatId('engine', stat, of, opposite(direction))
      if (asks.has(name)) grid.put(idOf('keyFramesAsked'), us, us, 1)
      if (name === 'NACK') grid.put(idOf('nacks'), us, us, 1)
      if (direction !== 'in' || (name !== 'RR' && name !== 'SR')) return
      const jitter = jitterMs(at)
      if (jitter !== null) grid.put(idOf('jitterMs'), us, us, jitter)
      const told = lost(at)
      if (told === null) return
      const before = lostBefore.get(of)
      lostBefore.set(of, told)
      if (before !== undefined) grid.put(idOf('lost'), us, us, told - before)
    }

    function putFrames(grid: Grid, at: number, us: number): void {
      const blocks = concealed(at) ?? 0
      if (blocks > 0)
        spread(grid, 'engine concealedMs audio in', blocks * BLOCK_MS, Math.max(0, us - SECOND_US), us)
    }

    function putClient(grid: Grid, at: number, us: number): void {
      const stats = readClientStats(textOf(n(at) ?? -1) ?? '')
      if (!stats) return
      readings.add(stats, us, {
        counted: (id, more, fromUs) => spread(grid, id, more, fromUs, us),
        measured: (id, value) => grid.put(id, us, us, value),
      })
    }

    const puts: { readonly [K in RowKind]?: (grid: Grid, at: number, us: number) => void } = {
      rtp: putPacket,
      rtcp: putReport,
      frame: putFrames,
      'client-stat': putClient,
    }
    return (grid, at) => puts[index.kindOf(at)]?.(grid, at, atUs(at) ?? 0)
  }
}
