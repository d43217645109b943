import { Route } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { FramePaths } from '../../contract/frame-path'
import { useBench } from '../app/bench-context'
import { msText } from '../budget/budget-words'
import { classNames } from '../design/class-names'
import { EmptyState } from '../design/empty-state'
import { Segments } from '../design/segments'
import { usePolled } from '../inspector/use-polled'
import type { Client } from '../state/client'
import { timeText } from '../timeline/time-view'
import type { FrameMedium } from './frame-ends'
import { endWay, partsOf, spreadWays, type Way, type WayPart, type WaySpread, wholeWays } from './frame-ways'
import styles from './frames-panel.module.css'
import { MarkerButton } from './marker-button'
import { markerMs } from './marker-words'
import type { MarkerResult } from './measure-marker'
import timedList from './timed-list.module.css'
import { useShowTime } from './use-show-time'
import { type OwnEnd, useWindowEnd } from './use-window-end'
import { VersionTable } from './version-table'
import { WayBar } from './way-bar'
import { WayTable } from './way-table'
import { framesHeadline, type MeasuredTotal, measuredHeadline, wayText } from './way-words'

const EVERY_MS = 1000
/** Of the newest or the slowest, told one by one. */
const MOST_LISTED = 20

const media = [
  { value: 'audio', label: 'Sound' },
  { value: 'video', label: 'Pictures' },
] as const
const lists = [
  { value: 'newest', label: 'Newest' },
  { value: 'slowest', label: 'Slowest' },
] as const

async function ask(client: Client, sessionId: string) {
  const value = await client.request('journal.paths', { sessionId })
  return { value, complete: value.complete }
}

/** Where the time of each frame goes: from the microphone or the camera through the handler and back. */
export function FramesPanel({ sessionId }: { readonly sessionId: string | null }) {
  const { value, error } = usePolled(sessionId, ask, EVERY_MS)
  const own = useWindowEnd(sessionId)
  const [wanted, setMedium] = useState<FrameMedium | null>(null)
  const [sent, setSent] = useState<{ readonly sessionId: string | null; readonly result: MarkerResult }>()
  const marker = sent?.sessionId === sessionId ? sent.result : null
  const there = media.filter(({ value: medium }) => (value?.[medium].newest.length ?? 0) > 0)
  const medium = there.find(({ value: one }) => one === wanted)?.value ?? there[0]?.value
  if (!value || !medium)
    return (
      <EmptyState icon={Route} title={error ? 'The frames cannot be measured' : 'No frame was answered yet'}>
        <span>
          {error?.message ??
            'How long each block of sound and each picture takes, from the microphone or the camera through the handler and back.'}
        </span>
      </EmptyState>
    )
  return (
    <section className={styles.panel} aria-label="Way of a frame">
      <MediumWays key={medium} {...{ sessionId, medium, own, marker }} paths={value}>
        {there.length > 1 && <Segments label="Way of" value={medium} options={there} onChange={setMedium} />}
        {own && <MarkerButton result={marker} onResult={(result) => setSent({ sessionId, result })} />}
      </MediumWays>
    </section>
  )
}

interface MediumWaysProps {
  readonly sessionId: string | null
  readonly medium: FrameMedium
  readonly paths: FramePaths
  readonly own: OwnEnd | null
  readonly marker: MarkerResult | null
  /** Before the headline. */
  readonly children: ReactNode
}

/** What is known of the newest frames: from end to end in this window's own call, else at the handler's end of the whole session. */
function spreadOf(medium: FrameMedium, paths: FramePaths, whole: readonly Way[]): WaySpread | null {
  if (whole.length > 0) return spreadWays(whole, partsOf(medium, true))
  const summary = paths.summaries.find((one) => one.medium === medium && one.version === null)
  return summary ? { total: summary.total, parts: summary.steps } : null
}

/** What is heard or seen, beside what the frames say: they know nothing of what the handler keeps back. */
function measuredTotal(medium: FrameMedium, own: OwnEnd, marker: MarkerResult | null): MeasuredTotal | null {
  const { end, echo } = own
  const flashMs = markerMs(marker?.picture)
  if (medium === 'video') return flashMs === null ? null : { ms: flashMs, how: 'measured with a flash' }
  // The waveforms know nothing of the device.
  const around = end.captureMs + end.playoutMs
  if (echo)
    return {
      ms: echo.delayMs + around,
      how: `measured in the last seconds; what came back is ${Math.round(echo.likeness * 100)} % like what was sent`,
    }
  const toneMs = markerMs(marker?.sound)
  return toneMs === null ? null : { ms: toneMs + around, how: 'measured with a tone' }
}

function MediumWays({ sessionId, medium, paths, own, marker, children }: MediumWaysProps) {
  const { inspector } = useBench()
  const whole = own ? wholeWays(medium, paths[medium].newest, inspector.frameEnds, own.end) : []
  const isWhole = whole.length > 0
  const parts = partsOf(medium, isWhole)
  const spread = spreadOf(medium, paths, whole)
  if (!spread) return null
  const { p50, count } = spread.total
  const measured = isWhole && own ? measuredTotal(medium, own, marker) : null
  const unexplainedMs = measured && measured.ms - p50
  const { ms, where, how } = measured
    ? measuredHeadline(medium, measured)
    : framesHeadline(medium, p50, count, isWhole)
  return (
    <>
      <div className={styles.head}>
        {children}
        <p className={styles.total}>
          <strong>{ms}</strong> {where} <span className={styles.faint}>{how}</span>
        </p>
      </div>
      <div className={styles.whole}>
        <WayBar
          parts={[...parts, ...(unexplainedMs === null ? [] : (['unexplained'] as const))]}
          msOf={(part) => (part === 'unexplained' ? (unexplainedMs ?? 0) : (spread.parts[part]?.p50 ?? 0))}
          longestMs={measured?.ms ?? p50}
        />
      </div>
      <div className={styles.columns}>
        <div>
          <WayTable parts={parts} spread={spread} unexplainedMs={unexplainedMs} />
          <VersionTable summaries={paths.summaries.filter((one) => one.medium === medium)} />
        </div>
        <FrameList sessionId={sessionId} medium={medium} paths={paths} whole={whole} />
      </div>
    </>
  )
}

interface FrameListProps extends Omit<MediumWaysProps, 'own' | 'marker' | 'children'> {
  readonly whole: readonly Way[]
}

/** Frames one by one, each a bar of its parts; the longest is the whole width. */
function FrameList({ sessionId, medium, paths, whole }: FrameListProps) {
  const show = useShowTime(sessionId)
  const [list, setList] = useState<(typeof lists)[number]['value']>('newest')
  const { newest, slowest } = paths[medium]
  const isWhole = list === 'newest' && whole.length > 0
  const newestFirst = isWhole ? whole.toReversed() : newest.map(endWay).toReversed()
  const ways = (list === 'newest' ? newestFirst : slowest.map(endWay)).slice(0, MOST_LISTED)
  const parts = partsOf(medium, isWhole)
  const longest = Math.max(1, ...ways.map(({ totalMs }) => totalMs))
  return (
    <div>
      <div className={styles.lists}>
        <Segments label="Frames" value={list} options={lists} onChange={setList} />
        <span className={styles.faint}>
          {isWhole ? 'from end to end' : 'at the handler’s end'}
          {list === 'slowest' && ', of the whole session'}
        </span>
      </div>
      <ol className={classNames(timedList.list, styles.frames)} aria-label="Frames">
        {ways.map((way) => (
          <FrameLine key={way.toUs} {...{ way, parts, longest }} onShow={() => show(way)} />
        ))}
      </ol>
    </div>
  )
}

interface FrameLineProps {
  readonly way: Way
  readonly parts: readonly WayPart[]
  readonly longest: number
  readonly onShow: () => void
}

const FrameLine = ({ way, parts, longest, onShow }: FrameLineProps) => (
  <li>
    <button
      type="button"
      className={timedList.line}
      title="Show it on the time axis"
      aria-label={`Frame sent at ${timeText(way.toUs)}, ${wayText(way, parts)}`}
      onClick={onShow}
    >
      <span className={timedList.time}>{timeText(way.toUs)}</span>
      <WayBar parts={parts} msOf={(part) => way.parts[part] ?? 0} longestMs={longest} />
      <span className={timedList.ms}>{msText(way.totalMs)}</span>
    </button>
  </li>
)
