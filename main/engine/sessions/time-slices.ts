export interface TimeSlicesOptions<T> {
  /** ms, monotonic. */
  readonly now: () => number
  readonly work: (item: T) => void
  /** ms of work in one go. 2 if left out. */
  readonly slice?: number
  /** ms from the beginning of one slice to the next. 10 if left out. */
  readonly period?: number
}

/**
 * Does work at once as long as there is little of it; what a flood brings waits, in order, for slices of time that leave the
 * thread to others between them.
 */
export interface TimeSlices<T> {
  add(item: T): void
  /** How many wait. */
  readonly waiting: number
  /** Does what waits, at once. */
  finish(): void
}

export function createTimeSlices<T>({
  now,
  work,
  slice = 2,
  period = 10,
}: TimeSlicesOptions<T>): TimeSlices<T> {
  let items: T[] = []
  let next = 0
  let began = Number.NEGATIVE_INFINITY
  let used = 0
  let timer: NodeJS.Timeout | undefined

  function mayWork(): boolean {
    const time = now()
    if (time - began >= period) {
      began = time
      used = 0
    }
    return used < slice
  }

  function doOne(item: T): void {
    const start = now()
    work(item)
    used += now() - start
  }

  function workOff(isFree: () => boolean): void {
    while (next < items.length && isFree()) {
      const item = items[next] as T
      next += 1
      doOne(item)
    }
    clearTimeout(timer)
    timer = undefined
    if (next < items.length) {
      timer = setTimeout(() => workOff(mayWork), Math.max(0, began + period - now()))
      return
    }
    items = []
    next = 0
  }

  return {
    add(item) {
      if (next === items.length && mayWork()) {
        doOne(item)
        return
      }
      items.push(item)
      timer ??= setTimeout(() => workOff(mayWork), Math.max(0, began + period - now()))
    },
    get waiting() {
      return items.length - next
    },
    finish: () => workOff(() => true),
  }
}
