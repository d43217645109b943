type StatValue = number | string | boolean

/** One property of one object over time, as webrtc-internals writes it. */
interface WrittenSeries {
  readonly startTime: string
  readonly endTime: string
  readonly statsType: string
  /** JSON: one value for each of the object's timestamps. */
  readonly values: string
}

/** An object of the statistics at one time. Source of names: W3C, Identifiers for WebRTC's Statistics API. */
export interface StatObject {
  /** Without `-`, which parts it from the names of properties. */
  readonly id: string
  readonly type: string
  readonly values: { readonly [name: string]: StatValue | undefined }
}

interface ObjectSeries {
  readonly type: string
  readonly timestamps: number[]
  readonly values: Map<string, (StatValue | null)[]>
}

/** Collects statistics, one reading after the other. */
export function createStatSeries() {
  const objects = new Map<string, ObjectSeries>()

  function add({ id, type, values }: StatObject, timestamp: number): void {
    const series: ObjectSeries = objects.get(id) ?? { type, timestamps: [], values: new Map() }
    objects.set(id, series)
    series.timestamps.push(timestamp)
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue
      const column = series.values.get(name) ?? []
      series.values.set(name, column)
      // What was not known at first has its place, too.
      while (column.length < series.timestamps.length - 1) column.push(null)
      column.push(value)
    }
  }

  function written({ type, timestamps }: ObjectSeries, values: readonly (StatValue | null)[]): WrittenSeries {
    const time = (at: number | undefined): string => new Date(at ?? 0).toISOString()
    const all = [...values, ...Array<null>(timestamps.length - values.length).fill(null)]
    return {
      startTime: time(timestamps[0]),
      endTime: time(timestamps.at(-1)),
      statsType: type,
      values: JSON.stringify(all),
    }
  }

  return {
    add,
    read: (): { readonly [name: string]: WrittenSeries } =>
      Object.fromEntries(
        [...objects].flatMap(([id, series]) => [
          [`${id}-timestamp`, written(series, series.timestamps)],
          ...[...series.values].map(([name, values]) => [`${id}-${name}`, written(series, values)] as const),
        ]),
      ),
  }
}

export type StatSeries = ReturnType<typeof createStatSeries>
