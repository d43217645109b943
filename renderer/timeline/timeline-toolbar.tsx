import { AudioWaveform, ChevronsRight, Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import { useStore } from 'zustand'
import { IconButton } from '../design/button'
import { IconToggle } from '../design/icon-toggle'
import { lengthOf, lengthText, timeText } from './time-view'
import styles from './timeline-panel.module.css'
import type { TimelineStore } from './timeline-store'

const ZOOM = 0.6

export interface TimelineToolbarProps {
  readonly store: TimelineStore
  readonly isLive: boolean
}

/** How much is shown, and from where. */
export function TimelineToolbar({ store, isLive }: TimelineToolbarProps) {
  const { view, followsUs, isWhole, cursorUs, showsSpectrum } = useStore(store)
  return (
    <div className={styles.toolbar}>
      <IconButton label="Zoom in" hint="Zoom in (+)" icon={ZoomIn} onClick={() => store.zoom(ZOOM)} />
      <IconButton label="Zoom out" hint="Zoom out (−)" icon={ZoomOut} onClick={() => store.zoom(1 / ZOOM)} />
      <IconToggle
        label="Show all"
        hint="Show all of the session (0)"
        icon={Maximize2}
        pressed={isWhole}
        onChange={store.showAll}
      />
      {isLive && (
        <IconToggle
          label="Follow"
          hint="Stay with what happens now"
          icon={ChevronsRight}
          pressed={followsUs !== null}
          onChange={store.follow}
        />
      )}
      <IconToggle
        label="Spectrogram"
        hint="Draw frequencies in place of the waveforms (parts up to 30 s)"
        icon={AudioWaveform}
        pressed={showsSpectrum}
        onChange={store.toggleSpectrum}
      />
      <output className={styles.span} aria-label="Shown">
        {timeText(view.fromUs)} + {lengthText(lengthOf(view))}
        {cursorUs !== null && <span className={styles.at}>cursor {timeText(cursorUs)}</span>}
      </output>
    </div>
  )
}
