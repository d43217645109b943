import type { TurnBandKind } from '../turns/turn-trace'
import type { LanePen } from './lane-pen'
import type { TurnBand } from './turn-bands'

const labels: { readonly [K in TurnBandKind]: string } = { you: 'You', waiting: 'waiting', reply: 'Reply' }
/** CSS px. */
const LABEL = 10
const GAP = 2

/** Two rows: the person above, what answers below. */
export function drawBands(pen: LanePen, bands: readonly TurnBand[], endUs: number): void {
  const { context, height, scale, colors } = pen
  context.font = `600 ${LABEL * scale}px ${colors.font}`
  context.textBaseline = 'middle'
  const tall = (height - GAP * scale) / 2
  for (const { kind, fromUs, toUs } of bands) {
    const left = Math.max(-scale, pen.x(fromUs))
    const wide = Math.max(scale, Math.min(pen.width, pen.x(toUs ?? endUs)) - left)
    if (left > pen.width || left + wide < 0) continue
    const top = kind === 'you' ? 0 : tall + GAP * scale
    drawBand(pen, kind, { left, top, wide, tall })
  }
}

interface Box {
  readonly left: number
  readonly top: number
  readonly wide: number
  readonly tall: number
}

function drawBand(
  { context, colors, scale }: LanePen,
  kind: TurnBandKind,
  { left, top, wide, tall }: Box,
): void {
  const isWaiting = kind === 'waiting'
  context.beginPath()
  context.roundRect(left, top, wide, tall, Math.min(3 * scale, wide / 2))
  context.globalAlpha = isWaiting ? 0.25 : 1
  context.fillStyle = { you: colors.sent, waiting: colors.label, reply: colors.received }[kind]
  context.fill()
  context.globalAlpha = 1
  const text = labels[kind]
  if (context.measureText(text).width + 8 * scale > wide - Math.max(0, -left)) return
  context.fillStyle = isWaiting ? colors.label : colors.onBand
  context.fillText(text, Math.max(0, left) + 4 * scale, top + tall / 2 + scale / 2)
}
