import { Ear, Gauge, ListFilter, Square, Volume2, X, ZoomIn } from 'lucide-react'
import { useMemo } from 'react'
import type { RangeFigures } from '../../contract/range-figures'
import { LONGEST_SOUND_MS } from '../../contract/session-sound'
import { msText, percentText, shareOf } from '../budget/budget-words'
import { Button, IconButton } from '../design/button'
import { ExportButton } from '../exports/export-button'
import { usePolled } from '../inspector/use-polled'
import { countText } from '../messages/row-text'
import type { Client } from '../state/client'
import { lengthOf, lengthText, type TimeSpan, timeText } from './time-view'
import styles from './timeline-panel.module.css'
import type { TimelineStore } from './timeline-store'
import type { Playback } from './use-playback'
import { loudnessText, useRangeLoudness } from './use-range-loudness'

const EVERY_MS = 500

const asking = (span: TimeSpan) => async (client: Client, sessionId: string) => {
  const value = await client.request('journal.range', { sessionId, ...span })
  return { value, complete: value.complete }
}

const many = (count: number, one: string, more: string): string | null =>
  count === 0 ? null : `${countText(count)} ${count === 1 ? one : more}`

/** What passed in a part of a session, in words. */
export function figuresText({ methods, messages, packets, lost, faults }: RangeFigures): string {
  const calls = methods.map((method) => {
    const share = shareOf(method)
    const late = method.misses > 0 ? `, ${countText(method.misses)} too slow` : ''
    const time = `p95 ${msText(method.ms.p95)}${share === null ? '' : ` (${percentText(share)} of its time)`}`
    return `${method.method} ${countText(method.ms.count)}×, ${time}${late}`
  })
  const missing = lost.in + lost.out
  return [
    ...calls,
    many(messages.in, 'message to it', 'messages to it'),
    many(messages.out, 'message from it', 'messages from it'),
    many(packets.in + packets.out, 'packet', 'packets'),
    packets.in + packets.out > 0 ? `${countText(missing)} lost` : null,
    many(faults, 'fault', 'faults'),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** The query for the rows of a part of a session, and for what is exported of it. */
export function rangeQuery({ fromUs, toUs }: TimeSpan): string {
  const seconds = (us: number) => (Math.max(0, us) / 1_000_000).toFixed(3)
  return `at:${seconds(fromUs)}s..${seconds(toUs)}s`
}

export interface RangeBarProps {
  readonly sessionId: string
  readonly store: TimelineStore
  readonly selection: TimeSpan
  readonly playback: Playback
  readonly onRows: (query: string) => void
}

/** What is selected: what passed in it, to be heard, looked at closely, listed, saved. */
export function RangeBar({ sessionId, store, selection, playback, onRows }: RangeBarProps) {
  const { fromUs, toUs } = selection
  const ask = useMemo(() => asking({ fromUs, toUs }), [fromUs, toUs])
  const { value, error } = usePolled(sessionId, ask, EVERY_MS)
  const query = rangeQuery(selection)
  const loudness = useRangeLoudness(sessionId, selection)
  return (
    <section className={styles.range} aria-label="Selection">
      <div className={styles.rangeHead}>
        <strong className={styles.rangeTime}>
          {timeText(fromUs)} – {timeText(toUs)}{' '}
          <span className={styles.faint}>{lengthText(lengthOf(selection))}</span>
        </strong>
        <PlayButtons playback={playback} selection={selection} />
        <IconButton
          label="Measure its loudness"
          hint="Measure the loudness of both sides (EBU R 128)"
          icon={Gauge}
          disabled={loudness.isMeasuring}
          onClick={loudness.measure}
        />
        <IconButton label="Zoom to the selection" icon={ZoomIn} onClick={() => store.show(selection)} />
        <IconButton
          label="Show its rows"
          hint="Show its rows in Messages"
          icon={ListFilter}
          onClick={() => onRows(query)}
        />
        <ExportButton sessionId={sessionId} query={query} />
        <IconButton
          label="Clear the selection"
          hint="Clear the selection (Esc)"
          icon={X}
          onClick={() => store.select(null)}
        />
      </div>
      <p className={styles.figures}>
        {error ? error.message : value ? figuresText(value) || 'Nothing passed here.' : 'Counting …'}
      </p>
      {(loudness.isMeasuring || loudness.sides) && (
        <p className={styles.figures} role="status">
          {loudness.sides ? loudnessText(loudness.sides) : 'Measuring the loudness …'}
        </p>
      )}
    </section>
  )
}

const tooLong = `At most ${LONGEST_SOUND_MS / 1000} s can be played at once.`

type PlayButtonsProps = Pick<RangeBarProps, 'playback' | 'selection'>

function PlayButtons({ playback, selection }: PlayButtonsProps) {
  const isLong = lengthOf(selection) > LONGEST_SOUND_MS * 1000
  if (playback.side)
    return (
      <Button icon={Square} onClick={playback.stop}>
        {playback.isLoading ? 'Decoding …' : 'Stop playing'}
      </Button>
    )
  return (
    <>
      <Button
        icon={Ear}
        disabled={isLong}
        title={isLong ? tooLong : 'Play what you sent'}
        onClick={() => playback.play('in', selection)}
      >
        Play you
      </Button>
      <Button
        icon={Volume2}
        disabled={isLong}
        title={isLong ? tooLong : 'Play what the handler sent'}
        onClick={() => playback.play('out', selection)}
      >
        Play handler
      </Button>
    </>
  )
}
