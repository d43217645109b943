import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { JournalRow, RowDirection } from '../../contract/journal'
import { useBench } from '../app/bench-context'
import { usePolled } from '../inspector/use-polled'
import { journalQuery } from '../messages/journal-query'
import type { Client } from '../state/client'
import { lengthOf, type TimeSpan, timeText } from './time-view'
import styles from './timeline-panel.module.css'
import type { TimelineStore } from './timeline-store'

const EVERY_MS = 1000
const MOST = 1000
/** How many stand side by side at most. */
const SLOTS = 14

interface PlacedPicture {
  readonly row: JournalRow
  /** Where its slot begins, µs. */
  readonly atUs: number
}

/** The picture that was there at the beginning of each slot: the last before it. */
export function placedPictures(rows: readonly JournalRow[], view: TimeSpan): readonly PlacedPicture[] {
  // Powers of two, so that pictures stay while the view grows or moves.
  const slot = 2 ** Math.ceil(Math.log2(lengthOf(view) / SLOTS))
  const first = Math.floor(view.fromUs / slot)
  return Array.from({ length: SLOTS + 2 }, (_, index) => (first + index) * slot).flatMap((atUs) => {
    const row = rows.findLast((one) => one.atUs <= atUs + slot / 2)
    const [oldest] = rows
    // Before the first one, and where a picture is long gone, there is none.
    return row && oldest && atUs + slot > oldest.atUs && atUs + slot / 2 - row.atUs < STALE_US + slot
      ? [{ row, atUs }]
      : []
  })
}

/** A picture stands for so long, µs: there is one each second. */
const STALE_US = 2_500_000

const asking = (direction: RowDirection, span: TimeSpan) => async (client: Client, sessionId: string) => {
  const query = journalQuery(client)
  const seconds = (us: number) => Math.max(0, us / 1_000_000).toFixed(3)
  const text = `at:${seconds(span.fromUs)}s..${seconds(span.toUs)}s`
  const filter = { text, kinds: ['picture'] as const, directions: [direction] }
  const { matched, complete } = await query(sessionId, filter, 0, 0)
  const { rows } = await query(sessionId, filter, Math.max(0, matched - MOST), MOST)
  return { value: rows, complete }
}

/** What is asked for changes seldom while the view moves: a grid of half views. */
function gridOf(view: TimeSpan): TimeSpan {
  const step = 2 ** Math.ceil(Math.log2(lengthOf(view)))
  const fromUs = Math.floor(view.fromUs / step) * step
  return { fromUs: fromUs - STALE_US, toUs: fromUs + 2 * step }
}

export interface PictureLaneProps {
  readonly sessionId: string
  readonly direction: RowDirection
  readonly store: TimelineStore
  readonly label: ReactNode
}

/** Small pictures of one side, as they passed; nothing where there were none in this part. */
export function PictureLane({ sessionId, direction, store, label }: PictureLaneProps) {
  const view = useStore(store, (state) => state.view)
  const { fromUs, toUs } = gridOf(view)
  const ask = useMemo(() => asking(direction, { fromUs, toUs }), [direction, fromUs, toUs])
  const { value } = usePolled(sessionId, ask, EVERY_MS)
  const placed = placedPictures(value ?? [], view)
  if (placed.length === 0) return null
  return (
    <>
      {label}
      <div className={styles.pictures}>
        {placed.map(({ row, atUs }) => (
          <Thumbnail
            key={atUs}
            sessionId={sessionId}
            row={row}
            left={((atUs - view.fromUs) / lengthOf(view)) * 100}
          />
        ))}
      </div>
    </>
  )
}

interface ThumbnailProps {
  readonly sessionId: string
  readonly row: JournalRow
  /** % of the lane. */
  readonly left: number
}

function Thumbnail({ sessionId, row, left }: ThumbnailProps) {
  const { client } = useBench()
  const [url, setUrl] = useState<string | null>(null)
  const { n } = row
  useEffect(() => {
    let made: string | null = null
    let isGone = false
    client.request('journal.bytes', { sessionId, n }).then(
      ({ bytes }) => {
        if (isGone) return
        made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }))
        setUrl(made)
      },
      // Its bytes made room for newer ones: its place stays empty, as the panel's notes say.
      () => setUrl(null),
    )
    return () => {
      isGone = true
      if (made) URL.revokeObjectURL(made)
    }
  }, [client, sessionId, n])
  if (!url) return null
  const text = `Picture at ${timeText(row.atUs)}, ${row.fields.width}×${row.fields.height}`
  return (
    <img
      src={url}
      alt={text}
      title={text}
      className={styles.picture}
      style={{ left: `${left}%` }}
      draggable={false}
    />
  )
}
