import { lookAtVitals } from './process-vitals'

/** Resident memory of the app with all its processes over a fault, MB. */
export interface MemorySpan {
  readonly before: number
  readonly most: number
  readonly after: number
  /** From the middle third to the last: what a flood's queues and caches have filled by then stays as it is. */
  readonly rise: number
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** null of fewer than three readings. */
export function memorySpan(readings: readonly number[]): MemorySpan | null {
  const [before] = readings
  const after = readings.at(-1)
  if (before === undefined || after === undefined || readings.length < 3) return null
  const third = Math.floor(readings.length / 3)
  const middle = median(readings.slice(third, -third))
  return { before, most: Math.max(...readings), after, rise: median(readings.slice(-third)) - middle }
}

const PAUSE = 250

/** Reads the memory of the app under `pid` until it is closed; not after the app's end. */
export function watchMemory(pid: number) {
  const readings: number[] = []
  const read = () => {
    const { allMb } = lookAtVitals(pid)
    if (allMb > 0) readings.push(allMb)
  }
  read()
  const timer = setInterval(read, PAUSE)
  return {
    close(): MemorySpan | null {
      clearInterval(timer)
      return memorySpan(readings)
    },
  }
}
