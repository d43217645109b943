import { lengthOf, type TimeSpan } from './time-view'

/** Colours of the theme, as lanes need them. */
export interface LaneColors {
  readonly sent: string
  readonly received: string
  readonly loss: string
  readonly plain: string
  readonly low: string
  readonly mid: string
  readonly high: string
  readonly line: string
  readonly label: string
  readonly onBand: string
  readonly violet: string
  readonly font: string
}

const properties: { readonly [K in keyof LaneColors]: string } = {
  sent: '--wave-sent',
  received: '--wave-received',
  loss: '--danger',
  plain: '--violet',
  low: '--meter-low',
  mid: '--meter-mid',
  high: '--meter-high',
  line: '--border',
  label: '--text-faint',
  onBand: '--raised',
  violet: '--violet',
  font: '--font-ui',
}

export function laneColors(element: HTMLElement): LaneColors {
  const style = getComputedStyle(element)
  const entries = Object.entries(properties).map(([key, name]) => [key, style.getPropertyValue(name).trim()])
  return Object.fromEntries(entries) as unknown as LaneColors
}

/** Draws one lane: where a time is, how large, in which colours. */
export interface LanePen {
  readonly context: CanvasRenderingContext2D
  readonly colors: LaneColors
  readonly width: number
  readonly height: number
  /** Of a CSS px. */
  readonly scale: number
  readonly view: TimeSpan
  readonly x: (us: number) => number
}

export function lanePen(
  context: CanvasRenderingContext2D,
  view: TimeSpan,
  colors: LaneColors,
  scale: number,
): LanePen {
  const { width, height } = context.canvas
  const x = (us: number) => ((us - view.fromUs) / lengthOf(view)) * width
  return { context, colors, width, height, scale, view, x }
}
