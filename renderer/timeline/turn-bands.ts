import type { JournalRow } from '../../contract/journal'
import type { TurnBandKind } from '../turns/turn-trace'

/** A stretch of a conversation; its end is null while it goes on. */
export interface TurnBand {
  readonly kind: TurnBandKind
  readonly fromUs: number
  readonly toUs: number | null
}

/** When the sound was that a row is about; where that is not known, when the handler knew. */
function timeOf({ atUs, fields }: JournalRow): number {
  return typeof fields.soundMs === 'number' ? fields.soundMs * 1000 : atUs
}

type Open = { [K in TurnBandKind]?: number }

/** What is said, what is waited for and what is answered, out of the rows of kind `turn` in their order. */
export function turnBands(rows: readonly JournalRow[]): readonly TurnBand[] {
  const bands: TurnBand[] = []
  const open: Open = {}
  const begin = (kind: TurnBandKind, us: number) => {
    open[kind] ??= us
  }
  const end = (kind: TurnBandKind, us: number) => {
    const fromUs = open[kind]
    if (fromUs === undefined) return
    bands.push({ kind, fromUs, toUs: Math.max(fromUs, us) })
    delete open[kind]
  }
  for (const row of rows) steps[row.type ?? '']?.(row, begin, end)
  for (const kind of ['you', 'waiting', 'reply'] as const) {
    const fromUs = open[kind]
    if (fromUs !== undefined) bands.push({ kind, fromUs, toUs: null })
  }
  return bands.sort((a, b) => a.fromUs - b.fromUs)
}

type Mark = (kind: TurnBandKind, us: number) => void

const steps: { readonly [type: string]: (row: JournalRow, begin: Mark, end: Mark) => void } = {
  started_talking: (row, begin) => begin('you', timeOf(row)),
  pause_detected(row, begin, end) {
    end('you', timeOf(row))
    begin('waiting', timeOf(row))
  },
  response_starting({ atUs }, begin, end) {
    end('waiting', atUs)
    begin('reply', atUs)
  },
  interrupted({ atUs }, _begin, end) {
    end('waiting', atUs)
    end('reply', atUs)
  },
  response_finished: ({ atUs }, _begin, end) => end('reply', atUs),
}
