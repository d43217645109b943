import { PID, type TraceEvent } from './trace-events'

/** Tracks of a trace: each gets a number, and its name is told when it is first used. */
export function createTrackBook(tell: (event: TraceEvent) => void) {
  const tracks = new Map<string, number>()
  /** Where the last slice of each track of a name ends. */
  const lanes = new Map<string, number[]>()

  function track(name: string): number {
    const known = tracks.get(name)
    if (known !== undefined) return known
    const tid = tracks.size + 1
    tracks.set(name, tid)
    tell({ ph: 'M', name: 'thread_name', pid: PID, tid, args: { name } })
    tell({ ph: 'M', name: 'thread_sort_index', pid: PID, tid, args: { sort_index: tid } })
    return tid
  }

  return {
    track,
    /** A track on which nothing is under way then: slices that overlap are on different ones. */
    freeTrack(name: string, beginUs: number, endUs: number): number {
      const ends = lanes.get(name) ?? []
      lanes.set(name, ends)
      const found = ends.findIndex((end) => end <= beginUs)
      const lane = found < 0 ? ends.length : found
      ends[lane] = endUs
      return track(lane === 0 ? name : `${name} (${lane + 1})`)
    },
  }
}

export type TrackBook = ReturnType<typeof createTrackBook>
