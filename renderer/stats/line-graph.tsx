import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import { useDarkTheme } from '../design/use-dark-theme'
import { type TimeSpan, timeText } from '../timeline/time-view'
import type { Graph, LineColor } from './graph-specs'
import styles from './line-graph.module.css'

export interface LineGraphProps {
  readonly graph: Graph
  readonly fromUs: number
  readonly columnUs: number
  /** The column that is pointed at, in this graph or another. */
  readonly cursor: number | null
  readonly onCursor: (column: number | null) => void
  /** A part was picked. */
  readonly onSpan: (span: TimeSpan) => void
}

const US = 1e6
/** CSS px. */
const HEIGHT = 104
const AXIS = { x: 18, y: 38 } as const
const properties: { readonly [C in LineColor]: string } = {
  sent: '--wave-sent',
  received: '--wave-received',
  'sent picture': '--violet',
  'received picture': '--warning',
  other: '--text-muted',
}

/** The colour of a line, for its legend. */
export const lineColor = (color: LineColor): string => `var(${properties[color]})`

/** What the mouse does to a graph; always the newest. */
type Latest = Pick<LineGraphProps, 'fromUs' | 'columnUs' | 'onCursor' | 'onSpan'> & {
  readonly columns: number
}

function optionsFor(element: HTMLElement, graph: Graph, latest: () => Latest): uPlot.Options {
  const style = getComputedStyle(element)
  const colorOf = (name: string): string => style.getPropertyValue(name).trim()
  const axis = {
    stroke: colorOf('--text-faint'),
    grid: { stroke: colorOf('--border'), width: 1 },
    ticks: { show: false },
    font: `10px ${style.fontFamily}`,
  }
  const span = (): [number, number] => {
    const { fromUs, columnUs, columns } = latest()
    return [fromUs / US, (fromUs + columnUs * columns) / US]
  }
  return {
    width: Math.max(1, element.clientWidth),
    height: HEIGHT,
    legend: { show: false },
    padding: [6, 8, 0, 0],
    cursor: { y: false, points: { size: 5 }, drag: { x: true, y: false, setScale: false } },
    scales: {
      x: { time: false, range: span },
      y: { range: (_, __, most) => [0, Math.max(graph.least, (most ?? 0) * 1.1)] },
    },
    axes: [
      {
        ...{ ...axis, size: AXIS.x, space: 70 },
        values: (_, seconds) => seconds.map((s) => (s < 0 ? '' : timeText(s * US, 0))),
      },
      { ...axis, size: AXIS.y, space: 26 },
    ],
    series: [
      {},
      ...graph.lines.map(({ label, color, isDashed }) => ({
        ...{ label, stroke: colorOf(properties[color]), width: 1.5, spanGaps: true },
        points: { show: false },
        ...(isDashed ? { dash: [4, 3] } : {}),
      })),
    ],
    hooks: {
      setCursor: [(plot) => latest().onCursor(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select
          if (width === 0) return
          latest().onSpan({
            fromUs: plot.posToVal(left, 'x') * US,
            toUs: plot.posToVal(left + width, 'x') * US,
          })
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
        },
      ],
    },
  }
}

const columnsOf = ({ lines }: Graph): number => lines[0]?.values.length ?? 0

/** The middle of each column, and its values. */
function dataOf(graph: Graph, fromUs: number, columnUs: number): uPlot.AlignedData {
  const xs = Array.from({ length: columnsOf(graph) }, (_, at) => (fromUs + (at + 0.5) * columnUs) / US)
  const ys = graph.lines.map(({ values }) =>
    Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
  )
  return [xs, ...ys]
}

/** Lines over time; what they say in words is beside it. */
export function LineGraph({ graph, fromUs, columnUs, cursor, onCursor, onSpan }: LineGraphProps) {
  const box = useRef<HTMLDivElement>(null)
  const latest = useRef<Latest>({ fromUs, columnUs, columns: columnsOf(graph), onCursor, onSpan })
  latest.current = { fromUs, columnUs, columns: columnsOf(graph), onCursor, onSpan }
  const newest = useRef(graph)
  newest.current = graph
  const [plot, setPlot] = useState<uPlot | null>(null)
  const isDark = useDarkTheme()
  const shape = graph.lines.map(({ label }) => label).join('\n')

  // Made anew when there are other lines, or other colours.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` and `isDark` are what the options are made of
  useEffect(() => {
    const element = box.current
    if (!element) return
    const made = new uPlot(
      optionsFor(element, newest.current, () => latest.current),
      [[]],
      element,
    )
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }))
    observer.observe(element)
    setPlot(made)
    return () => {
      observer.disconnect()
      made.destroy()
    }
  }, [shape, isDark])

  useEffect(() => {
    if (plot?.series.length === graph.lines.length + 1) plot.setData(dataOf(graph, fromUs, columnUs))
  }, [plot, graph, fromUs, columnUs])

  useEffect(() => {
    if (!plot || plot.cursor.idx === cursor) return
    const left = cursor === null ? -10 : plot.valToPos((fromUs + (cursor + 0.5) * columnUs) / US, 'x')
    plot.setCursor({ left, top: cursor === null ? -10 : 0 }, false)
  }, [plot, cursor, fromUs, columnUs])

  return <div ref={box} className={styles.plot} aria-hidden />
}
