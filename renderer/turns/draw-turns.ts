import { WAVEFORM_MS } from '../media/level-feed'
import type { TurnBand, TurnMark, TurnTrace } from './turn-trace'

/** Colours of the theme, as the lane needs them. */
export interface LaneColors {
  readonly you: string
  readonly reply: string
  readonly waiting: string
  readonly interrupted: string
  readonly stopword: string
  readonly threshold: string
  readonly ground: string
  readonly onBand: string
  readonly font: string
}

const properties: { readonly [K in keyof LaneColors]: string } = {
  you: '--wave-sent',
  reply: '--wave-received',
  waiting: '--text-muted',
  interrupted: '--danger',
  stopword: '--violet',
  threshold: '--text-faint',
  ground: '--well',
  onBand: '--raised',
  font: '--font-ui',
}

export function laneColors(element: HTMLElement): LaneColors {
  const style = getComputedStyle(element)
  const entries = Object.entries(properties).map(([key, name]) => [key, style.getPropertyValue(name).trim()])
  return Object.fromEntries(entries) as unknown as LaneColors
}

/** Above it the sound is drawn as speech; the threshold of the detector is the author's. */
export const SPEECH_THRESHOLD = 0.5
/** CSS px. */
const ROW = 15
const GAP = 3
const LABEL = 10
const HATCH = 5
const SPEECH_OPACITY = 0.32
/** A pause of so many windows in the reports is drawn as one. */
const MISSING_STEPS = 3

/** Where and how large: `x` of a time of the session's clock, and the size of a CSS px. */
interface Lane {
  readonly context: CanvasRenderingContext2D
  readonly colors: LaneColors
  readonly scale: number
  readonly x: (at: number) => number
  readonly width: number
  readonly height: number
}

/** The last {@link WAVEFORM_MS} of a conversation, `now` at the right edge, as the waveforms have it. */
export function drawTurns(
  context: CanvasRenderingContext2D,
  trace: TurnTrace,
  now: number,
  colors: LaneColors,
  scale: number,
): void {
  const { width, height } = context.canvas
  context.clearRect(0, 0, width, height)
  context.font = `600 ${LABEL * scale}px ${colors.font}`
  context.textBaseline = 'middle'
  const offset = trace.offset ?? 0
  const x = (at: number) => width - ((now - at - offset) * width) / WAVEFORM_MS
  const lane: Lane = { context, colors, scale, x, width, height }
  const answerTop = height - ROW * scale
  const youTop = answerTop - (ROW + GAP) * scale
  drawSpeech(lane, trace, youTop - GAP * scale)
  // Below the bands, whose names stay to be read: a reply ends where its mark begins.
  trace.marks.forEach((mark, index) => {
    drawMark(lane, mark, trace.marks[index - 1])
  })
  for (const band of trace.you) drawBand(lane, band, youTop)
  for (const band of trace.answer) drawBand(lane, band, answerTop)
}

function drawSpeech(lane: Lane, { speech }: TurnTrace, bottom: number): void {
  const { context, colors, scale, x } = lane
  const y = (probability: number) => bottom - Math.min(1, Math.max(0, probability)) * (bottom - scale)
  drawThreshold(context, colors, scale, Math.round(y(SPEECH_THRESHOLD)))
  let before: number | null = null
  context.beginPath()
  for (const { from, step, probabilities } of speech) {
    probabilities.forEach((probability, index) => {
      const at = from + index * step
      const isGap = before === null || at - before > MISSING_STEPS * step
      if (isGap && before !== null) context.lineTo(x(before), bottom)
      if (isGap) context.moveTo(x(at - step), bottom)
      context.lineTo(x(at), y(probability))
      before = at
    })
  }
  if (before === null) return
  context.lineTo(x(before), bottom)
  context.globalAlpha = SPEECH_OPACITY
  context.fillStyle = colors.you
  context.fill()
  context.globalAlpha = 1
  context.strokeStyle = colors.you
  context.lineWidth = scale
  context.stroke()
}

function drawThreshold(context: CanvasRenderingContext2D, colors: LaneColors, scale: number, y: number) {
  context.setLineDash([3 * scale, 3 * scale])
  context.strokeStyle = colors.threshold
  context.lineWidth = scale
  context.beginPath()
  context.moveTo(0, y + scale / 2)
  context.lineTo(context.canvas.width, y + scale / 2)
  context.stroke()
  context.setLineDash([])
}

const bandLabels: { readonly [K in TurnBand['kind']]: string } = {
  you: 'You',
  waiting: 'waiting',
  reply: 'Reply',
}

function drawBand(lane: Lane, { kind, from, to }: TurnBand, top: number): void {
  const { context, colors, scale, x, width } = lane
  const left = Math.max(-scale, x(from))
  // What goes on reaches the present.
  const right = to === null ? width : Math.min(width, x(to))
  if (right < 0 || left > width) return
  const wide = Math.max(scale, right - left)
  const high = ROW * scale
  if (kind === 'waiting') drawHatch(lane, { left, top, wide, high, origin: x(from) })
  else {
    context.fillStyle = colors[kind]
    context.beginPath()
    context.roundRect(left, top, wide, high, Math.min(3 * scale, wide / 2))
    context.fill()
  }
  const ground = kind === 'waiting' ? colors.ground : null
  const color = kind === 'waiting' ? colors.waiting : colors.onBand
  drawLabel(
    lane,
    bandLabels[kind],
    { left: Math.max(left, 0), room: wide, middle: top + high / 2 },
    color,
    ground,
  )
}

interface Box {
  readonly left: number
  readonly top: number
  readonly wide: number
  readonly high: number
  /** Where the pattern begins, so that it moves with its band. */
  readonly origin: number
}

function drawHatch({ context, colors, scale }: Lane, { left, top, wide, high, origin }: Box): void {
  context.save()
  context.beginPath()
  context.rect(left, top, wide, high)
  context.clip()
  context.strokeStyle = colors.waiting
  context.lineWidth = scale
  const step = HATCH * scale
  const first = origin + Math.floor((left - origin) / step) * step - high
  context.beginPath()
  for (let at = first; at < left + wide; at += step) {
    context.moveTo(at, top + high)
    context.lineTo(at + high, top)
  }
  context.stroke()
  context.strokeRect(left + scale / 2, top + scale / 2, Math.max(0, wide - scale), high - scale)
  context.restore()
}

interface LabelPlace {
  readonly left: number
  /** The label is left out where it does not fit. */
  readonly room: number
  readonly middle: number
}

function drawLabel(lane: Lane, text: string, place: LabelPlace, color: string, ground: string | null): void {
  const { context, scale } = lane
  const pad = 4 * scale
  const wide = context.measureText(text).width
  if (wide + 2 * pad > place.room) return
  if (ground) {
    context.fillStyle = ground
    context.fillRect(place.left + pad / 2, place.middle - 6 * scale, wide + pad, 12 * scale)
  }
  context.fillStyle = color
  context.fillText(text, place.left + pad, place.middle + scale / 2)
}

/** A line with its name before it, unless that would lie across the mark before. */
function drawMark(lane: Lane, { kind, at, detail }: TurnMark, before: TurnMark | undefined): void {
  const { context, colors, scale, x, height } = lane
  const text = kind === 'interrupted' ? 'interrupted' : detail || 'wake word'
  const left = Math.round(x(at))
  context.fillStyle = colors[kind]
  context.fillRect(left, 0, 2 * scale, height)
  const room = context.measureText(text).width + 8 * scale
  if (before && x(before.at) > left - room) return
  drawLabel(lane, text, { left: left - room, room, middle: 7 * scale }, colors[kind], colors.ground)
}
