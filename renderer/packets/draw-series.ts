import type { SeriesPoint } from './stream-series'

/** Colours of the theme, as the chart needs them. */
export interface SeriesColors {
  readonly delta: string
  readonly jitter: string
  readonly loss: string
  readonly line: string
  readonly label: string
  readonly font: string
}

const properties: { readonly [K in keyof SeriesColors]: string } = {
  delta: '--wave-sent',
  jitter: '--meter-mid',
  loss: '--danger',
  line: '--border',
  label: '--text-faint',
  font: '--font-ui',
}

export function seriesColors(element: HTMLElement): SeriesColors {
  const style = getComputedStyle(element)
  const entries = Object.entries(properties).map(([key, name]) => [key, style.getPropertyValue(name).trim()])
  return Object.fromEntries(entries) as unknown as SeriesColors
}

/** Steps of the scale, ms: the chart ends at the first that is enough. */
const scales = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] as const
/** CSS px. */
const LABEL = 10
const TOP = 4

/** The end of the scale: what most of the values need, so that one long pause does not make all others a line. */
export function scaleOf(points: readonly SeriesPoint[]): number {
  const values = points
    .flatMap(({ deltaMs, jitterMs }) => [deltaMs ?? 0, jitterMs ?? 0])
    .sort((a, b) => a - b)
  const most = values[Math.floor(values.length * 0.99)] ?? 0
  return scales.find((scale) => scale >= most * 1.1) ?? most
}

/** Time between packets as bars, jitter as a line over them, losses as marks below. */
export function drawSeries(
  context: CanvasRenderingContext2D,
  points: readonly SeriesPoint[],
  colors: SeriesColors,
  scale: number,
): void {
  const { width, height } = context.canvas
  context.clearRect(0, 0, width, height)
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length < 2) return
  const most = scaleOf(points)
  const bottom = height - LABEL * scale
  const x = (atUs: number) => ((atUs - first.atUs) / Math.max(1, last.atUs - first.atUs)) * (width - scale)
  const y = (ms: number) => bottom - Math.min(1, ms / most) * (bottom - TOP * scale)
  context.fillStyle = colors.delta
  for (const { atUs, deltaMs } of points)
    if (deltaMs !== null) context.fillRect(x(atUs), y(deltaMs), scale, Math.max(scale, bottom - y(deltaMs)))
  context.strokeStyle = colors.jitter
  context.lineWidth = 1.5 * scale
  context.beginPath()
  for (const { atUs, jitterMs } of points) if (jitterMs !== null) context.lineTo(x(atUs), y(jitterMs))
  context.stroke()
  context.fillStyle = colors.loss
  for (const { atUs, isLoss } of points)
    if (isLoss) context.fillRect(x(atUs) - scale, bottom + 2 * scale, 3 * scale, 5 * scale)
  // Last, so that its numbers can be read.
  drawGrid(context, colors, scale, { most, y })
}

interface Grid {
  readonly most: number
  readonly y: (ms: number) => number
}

function drawGrid(
  context: CanvasRenderingContext2D,
  colors: SeriesColors,
  scale: number,
  { most, y }: Grid,
): void {
  context.font = `${LABEL * scale}px ${colors.font}`
  context.textBaseline = 'top'
  for (const ms of [most / 2, most]) {
    context.fillStyle = colors.line
    context.fillRect(0, Math.round(y(ms)), context.canvas.width, scale)
    context.fillStyle = colors.label
    context.fillText(`${ms} ms`, 2 * scale, Math.round(y(ms)) + 2 * scale)
  }
}
