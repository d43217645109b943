import { useStore } from 'zustand'
import { lengthOf } from './time-view'
import styles from './timeline-panel.module.css'
import type { TimelineStore } from './timeline-store'

/** Over all lanes: what is selected, where the cursor is, where the session ends. */
export function PlotOverlay({
  store,
  playheadUs,
}: {
  readonly store: TimelineStore
  readonly playheadUs: number | null
}) {
  const { view, cursorUs, selection, endUs } = useStore(store)
  const percent = (us: number) => ((us - view.fromUs) / lengthOf(view)) * 100
  const isSeen = (us: number | null): us is number => us !== null && us >= view.fromUs && us <= view.toUs
  const left = selection && Math.max(0, percent(selection.fromUs))
  const right = selection && Math.min(100, percent(selection.toUs))
  return (
    <div className={styles.overlay} aria-hidden>
      {left !== null && right !== null && right > 0 && left < 100 && (
        <div className={styles.selection} style={{ left: `${left}%`, width: `${right - left}%` }} />
      )}
      {isSeen(endUs) && <div className={styles.end} style={{ left: `${percent(endUs)}%` }} />}
      {isSeen(cursorUs) && <div className={styles.cursor} style={{ left: `${percent(cursorUs)}%` }} />}
      {isSeen(playheadUs) && <div className={styles.playhead} style={{ left: `${percent(playheadUs)}%` }} />}
    </div>
  )
}
