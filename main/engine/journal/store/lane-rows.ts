import type { RowKind } from '../../../../contract/journal'
import type { TimelineLaneId } from '../../../../contract/timeline'
import { readWave, WAVE_STEP_MS } from '../../../../contract/wave'
import { GATHERED_US } from './grid-view'
import type { LaneGrid, LaneRules } from './lane-grid'
import type { SegmentIndex } from './segment-index'

const US = 1000
export const timelineLanes: LaneRules<TimelineLaneId> = {
  isSum: (id) => id.startsWith('messages') || id.startsWith('lost'),
  hasLows: (id) => id.startsWith('sound'),
}

type Grid = Pick<LaneGrid<TimelineLaneId>, 'put'>

/** Called again and again; the others are in one lane. */
const streaming: ReadonlySet<string> = new Set(['receive', 'emit', 'videoReceive', 'videoEmit'])
const FULL_BYTE = 255

/** Puts the rows of one segment where they belong on the time axis. */
export function createLaneRows(index: SegmentIndex, bytesOf: (n: number) => Uint8Array | null) {
  const numbers = (name: string) => {
    const read = index.reader(name)
    return (at: number): number | null => read(at) as number | null
  }
  const [n, atUs, type] = [numbers('n'), numbers('atUs'), index.reader('type')]
  const [ms, share, lost] = [numbers('ms'), numbers('share'), numbers('lost')]
  const [depth, limit] = [numbers('depth'), numbers('limit')]
  const [fromMs, stepMs] = [numbers('fromMs'), numbers('stepMs')]

  function putSound(grid: Grid, at: number): void {
    // Rows of builds before this one were made otherwise.
    const bytes = stepMs(at) === WAVE_STEP_MS ? bytesOf(n(at) ?? -1) : null
    if (!bytes) return
    const id = `sound ${index.directionOf(at) ?? 'in'}` as const
    const begin = (fromMs(at) ?? 0) * US
    readWave(bytes, (step, low, high) => {
      const from = begin + step * WAVE_STEP_MS * US
      grid.put(id, from, from + WAVE_STEP_MS * US, high, low)
    })
  }

  function putSpeech(grid: Grid, at: number): void {
    const step = (stepMs(at) ?? 0) * US
    const end = (fromMs(at) ?? 0) * US
    bytesOf(n(at) ?? -1)?.forEach((byte, window) => {
      // Half a window more, so that two clocks that differ a little leave no gap.
      grid.put('speech', end + (window - 1.5) * step, end + window * step, byte / FULL_BYTE)
    })
  }

  const puts: { readonly [K in RowKind]?: (grid: Grid, at: number, us: number) => void } = {
    sound: putSound,
    speech: putSpeech,
    call(grid, at, us) {
      const method = String(type(at))
      const lane = streaming.has(method) ? method : 'other'
      grid.put(`call ${lane}`, us - (ms(at) ?? 0) * US, us, share(at) ?? 0)
    },
    queue(grid, at, us) {
      const fullness = (depth(at) ?? 0) / (limit(at) || 1)
      grid.put(`queue ${String(type(at))}`, us - GATHERED_US, us, fullness)
    },
    message: (grid, at, us) => grid.put(`messages ${index.directionOf(at) ?? 'in'}`, us, us, 1),
    rtp(grid, at, us) {
      const missing = lost(at) ?? 0
      if (missing > 0) grid.put(`lost ${index.directionOf(at) ?? 'in'}`, us, us, missing)
    },
  }
  return (grid: Grid, at: number): void => puts[index.kindOf(at)]?.(grid, at, atUs(at) ?? 0)
}
