import { useStore } from 'zustand'
import { classNames } from '../design/class-names'
import { summaryText } from '../messages/row-text'
import { lengthOf, timeText } from './time-view'
import styles from './timeline-panel.module.css'
import type { TimelineStore } from './timeline-store'
import type { MarkKind, TimelineMark } from './use-marks'

const words: { readonly [K in MarkKind]: string } = {
  fault: 'Fault',
  version: 'Version',
  input: 'Input',
  mark: 'Mark',
}

export interface MarkLaneProps {
  readonly store: TimelineStore
  readonly marks: readonly TimelineMark[]
  readonly onOpen: (mark: TimelineMark) => void
}

/** Faults, versions, inputs and the person's own marks, each a button at its time. */
export function MarkLane({ store, marks, onOpen }: MarkLaneProps) {
  const view = useStore(store, (state) => state.view)
  const seen = marks.filter(({ row }) => row.atUs >= view.fromUs && row.atUs <= view.toUs)
  return (
    <div className={styles.marks}>
      {seen.map((mark) => {
        const { kind, row, note } = mark
        const text = `${words[kind]} at ${timeText(row.atUs)}: ${note ?? summaryText(row)}`
        return (
          <button
            key={`${kind} ${row.n}`}
            type="button"
            className={classNames(styles.mark, styles[kind])}
            style={{ left: `${((row.atUs - view.fromUs) / lengthOf(view)) * 100}%` }}
            title={text}
            aria-label={text}
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => onOpen(mark)}
          />
        )
      })}
    </div>
  )
}
