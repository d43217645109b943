import type { JournalRow } from '../../contract/journal'

/** A step of how a connection came about, with its whole text. */
export interface SignalRow extends Pick<JournalRow, 'n' | 'atUs' | 'type' | 'direction' | 'fields'> {
  readonly text: string
}

/** When media first passed, µs on the session's clock; null = not yet. */
export interface FirstMedia {
  readonly packetIn: number | null
  readonly packetOut: number | null
  /** The handler was first called with sound or a picture. */
  readonly received: number | null
  /** It first gave some. */
  readonly emitted: number | null
}

export const noMedia: FirstMedia = { packetIn: null, packetOut: null, received: null, emitted: null }

export const wordOf = ({ fields }: Pick<SignalRow, 'fields'>, name: string): string | null => {
  const value = fields[name]
  return typeof value === 'string' ? value : null
}

/** The newest row of a phase. */
export const lastOf = (rows: readonly SignalRow[], type: string, state?: string): SignalRow | undefined =>
  rows.findLast((row) => row.type === type && (state === undefined || row.fields.state === state))

export const firstOf = (rows: readonly SignalRow[], type: string, state?: string): SignalRow | undefined =>
  rows.find((row) => row.type === type && (state === undefined || row.fields.state === state))
