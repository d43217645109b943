import type { TimelineLane, TimelineRange } from '../../contract/timeline'
import type { LanePen } from './lane-pen'
import type { LaneSpec } from './lane-specs'

/** From here on a call leaves little room for a slower machine, or a busy one. */
const TIGHT = 0.5
/** A call without a limit, as a share of the lane's height. */
const FREE = 0.3

/** Calls `visit` for each column that has something and lies in the view. */
function eachColumn(
  pen: LanePen,
  { fromUs, columnUs }: TimelineRange,
  { values }: TimelineLane,
  visit: (left: number, wide: number, value: number, column: number) => void,
): void {
  const first = Math.max(0, Math.floor((pen.view.fromUs - fromUs) / columnUs))
  const end = Math.min(values.length, Math.ceil((pen.view.toUs - fromUs) / columnUs))
  for (let column = first; column < end; column += 1) {
    const value = values[column] as number
    if (Number.isNaN(value)) continue
    // On whole px: between columns there is no seam.
    const left = Math.round(pen.x(fromUs + column * columnUs))
    const right = Math.round(pen.x(fromUs + (column + 1) * columnUs))
    visit(left, Math.max(pen.scale, right - left), value, column)
  }
}

function drawSound(pen: LanePen, range: TimelineRange, lane: TimelineLane, color: string): void {
  const { context, height, scale } = pen
  const middle = height / 2
  context.fillStyle = pen.colors.line
  context.fillRect(0, Math.round(middle), pen.width, scale)
  context.fillStyle = color
  context.beginPath()
  eachColumn(pen, range, lane, (left, wide, high, column) => {
    const top = middle - high * middle
    const bottom = middle - (lane.lows?.[column] ?? 0) * middle
    context.rect(left, top, wide, Math.max(scale, bottom - top))
  })
  context.fill()
}

function drawSpeech(pen: LanePen, range: TimelineRange, lane: TimelineLane, color: string): void {
  const { context, height, scale } = pen
  context.fillStyle = color
  context.globalAlpha = 0.45
  // As one shape: where its columns overlap they are not twice as dark.
  context.beginPath()
  eachColumn(pen, range, lane, (left, wide, share) => {
    context.rect(left, height - share * height, wide, Math.max(scale, share * height))
  })
  context.fill()
  context.globalAlpha = 1
}

function callColor({ low, mid, high, label }: LanePen['colors'], share: number): string {
  if (share === 0) return label
  if (share > 1) return high
  return share > TIGHT ? mid : low
}

function drawCalls(pen: LanePen, range: TimelineRange, lane: TimelineLane): void {
  const { context, height, scale, colors } = pen
  eachColumn(pen, range, lane, (left, wide, share) => {
    const tall = Math.max(2 * scale, Math.min(1, share === 0 ? FREE : share) * height)
    context.fillStyle = callColor(colors, share)
    context.globalAlpha = share === 0 ? 0.4 : 1
    context.fillRect(left, height - tall, wide, tall)
  })
  context.globalAlpha = 1
}

function drawQueue(pen: LanePen, range: TimelineRange, lane: TimelineLane, color: string): void {
  const { context, height, scale, colors } = pen
  eachColumn(pen, range, lane, (left, wide, share) => {
    const tall = share === 0 ? scale : Math.max(2 * scale, Math.min(1, share) * height)
    context.fillStyle = share > 0.8 ? colors.high : color
    context.fillRect(left, height - tall, wide, tall)
  })
}

/** The most of a column is as high as the lane. */
function drawCount(pen: LanePen, range: TimelineRange, lane: TimelineLane, color: string): void {
  const { context, height, scale } = pen
  let most = 1
  eachColumn(pen, range, lane, (_left, _wide, count) => {
    most = Math.max(most, count)
  })
  context.fillStyle = color
  eachColumn(pen, range, lane, (left, wide, count) => {
    const tall = Math.max(3 * scale, (count / most) * height)
    context.fillRect(left, height - tall, Math.max(2 * scale, wide), tall)
  })
}

const drawers = { sound: drawSound, speech: drawSpeech, calls: drawCalls, queue: drawQueue, count: drawCount }

/** Draws what a lane has, where the view has it: also while the columns for this view are still asked for. */
export function drawLane(pen: LanePen, spec: LaneSpec, range: TimelineRange, lane: TimelineLane): void {
  drawers[spec.look](pen, range, lane, pen.colors[spec.tone])
}
