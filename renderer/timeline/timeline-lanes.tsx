import { type ReactNode, useCallback, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { JournalRow, RowDirection } from '../../contract/journal'
import type { TimelineLaneId, TimelineSlice } from '../../contract/timeline'
import { drawBands } from './draw-bands'
import { drawLane } from './draw-lane'
import { LaneCanvas } from './lane-canvas'
import type { LanePen } from './lane-pen'
import { columnAt, type LaneSpec, laneSpecs, laneText, laneValue } from './lane-specs'
import { MarkLane } from './mark-lane'
import { PictureLane } from './picture-lane'
import { PlotOverlay } from './plot-overlay'
import { rangeQuery } from './range-bar'
import { Ruler } from './ruler'
import { SpectrumLane } from './spectrum-lane'
import { between, timeText } from './time-view'
import styles from './timeline-panel.module.css'
import type { TimelineStore } from './timeline-store'
import { turnBands } from './turn-bands'
import { useMarks } from './use-marks'
import type { Playback } from './use-playback'
import { cursorOf, usePlotKeys } from './use-plot-keys'
import { usePlotPointer } from './use-plot-pointer'

export interface TimelineLanesProps {
  readonly sessionId: string
  readonly store: TimelineStore
  readonly slice: TimelineSlice
  readonly playback: Playback
  /** Shows the rows of a query. */
  readonly onRows: (query: string) => void
}

/** Around the cursor, when its rows are asked for, µs. */
const NEAR_US = 50_000
/** Heard from the cursor on when nothing is selected, µs. */
const LISTEN_US = 10_000_000

/** The lanes, one below the other on the same time axis. */
export function TimelineLanes({ sessionId, store, slice, playback, onRows }: TimelineLanesProps) {
  const plot = useRef<HTMLDivElement>(null)
  const pointer = usePlotPointer(plot, store)
  const { marks, turns } = useMarks(sessionId)
  const { cursorUs, showsSpectrum, endUs } = useStore(store)
  const specs = useLaneSpecs(slice)
  const column = cursorUs === null ? null : columnAt(slice, cursorUs)
  const rowsAt = (us: number) => onRows(rangeQuery(between(us - NEAR_US, us + NEAR_US)))
  const onKeyDown = usePlotKeys({
    store,
    onPlay() {
      const from = cursorOf(store)
      const { selection } = store.getState()
      if (playback.side) playback.stop()
      else playback.play('out', selection ?? between(from, from + LISTEN_US))
    },
    onOpen: () => rowsAt(cursorOf(store)),
  })
  const told = specs.map((spec) => `${spec.title}: ${laneText(spec, slice, column)}`).join(', ')

  const lane = (spec: LaneSpec) => (
    <Lane key={spec.id} spec={spec} text={laneValue(spec, slice, column)}>
      {showsSpectrum && spec.look === 'sound' ? (
        <SpectrumLane
          sessionId={sessionId}
          store={store}
          direction={directionOf(spec)}
          height={spec.height}
        />
      ) : (
        <DrawnLane store={store} spec={spec} slice={slice} />
      )}
    </Lane>
  )

  return (
    <div className={styles.scroller}>
      <div className={styles.lanes}>
        <Label title="" />
        <Ruler store={store} />
        <Label title="Events" />
        <MarkLane store={store} marks={marks} onOpen={({ row }) => rowsAt(row.atUs)} />
        {turns.length > 0 && <TurnLane store={store} turns={turns} />}
        {specs.filter(isHeard).map(lane)}
        {(['in', 'out'] as const).map((direction) => (
          <PictureLane
            key={direction}
            sessionId={sessionId}
            store={store}
            direction={direction}
            label={<Label title={direction === 'in' ? 'Your picture' : 'Its picture'} />}
          />
        ))}
        {specs.filter((spec) => !isHeard(spec)).map(lane)}
        <div
          ref={plot}
          role="slider"
          tabIndex={0}
          className={styles.plot}
          aria-label="Time cursor"
          aria-valuemin={0}
          aria-valuemax={Math.round(endUs / 1000)}
          aria-valuenow={Math.round(cursorOf(store) / 1000)}
          aria-valuetext={cursorUs === null ? 'not set' : `${timeText(cursorUs)}. ${told}`}
          onKeyDown={onKeyDown}
          {...pointer}
        >
          <PlotOverlay store={store} playheadUs={playback.playheadUs} />
        </div>
      </div>
    </div>
  )
}

/** Of all lanes that there was something for so far: none goes because there is nothing in sight. */
function useLaneSpecs({ lanes }: TimelineSlice): readonly LaneSpec[] {
  const seen = useRef<ReadonlySet<TimelineLaneId>>(new Set())
  if (lanes.some(({ id }) => !seen.current.has(id)))
    seen.current = new Set([...seen.current, ...lanes.map(({ id }) => id)])
  const ids = seen.current
  return useMemo(() => laneSpecs([...ids]), [ids])
}

const isHeard = ({ look }: LaneSpec): boolean => look === 'sound' || look === 'speech'
const directionOf = ({ tone }: LaneSpec): RowDirection => (tone === 'sent' ? 'in' : 'out')

const Label = ({ title, text }: { readonly title: string; readonly text?: string }) => (
  <div className={styles.label}>
    <span className={styles.title}>{title}</span>
    {text && <span className={styles.value}>{text}</span>}
  </div>
)

interface LaneProps {
  readonly spec: LaneSpec
  readonly text: string
  readonly children: ReactNode
}

const Lane = ({ spec, text, children }: LaneProps) => (
  <>
    <Label title={spec.title} text={text} />
    <div className={styles.lane}>{children}</div>
  </>
)

interface DrawnLaneProps {
  readonly store: TimelineStore
  readonly spec: LaneSpec
  readonly slice: TimelineSlice
}

function DrawnLane({ store, spec, slice }: DrawnLaneProps) {
  const draw = useCallback(
    (pen: LanePen) => {
      const lane = slice.lanes.find(({ id }) => id === spec.id)
      if (lane) drawLane(pen, spec, slice.range, lane)
    },
    [spec, slice],
  )
  return <LaneCanvas store={store} height={spec.height} draw={draw} />
}

const TURN_HEIGHT = 34

function TurnLane({
  store,
  turns,
}: {
  readonly store: TimelineStore
  readonly turns: readonly JournalRow[]
}) {
  const endUs = useStore(store, (state) => state.endUs)
  const bands = useMemo(() => turnBands(turns), [turns])
  const draw = useCallback((pen: LanePen) => drawBands(pen, bands, endUs), [bands, endUs])
  return (
    <>
      <Label title="Turns" />
      <div className={styles.lane}>
        <LaneCanvas store={store} height={TURN_HEIGHT} draw={draw} />
      </div>
    </>
  )
}
