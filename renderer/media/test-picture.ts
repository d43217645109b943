/** 75 % colour bars from left to right. Source: SMPTE EG 1. */
const BARS = ['#bfbfbf', '#bfbf00', '#00bfbf', '#00bf00', '#bf00bf', '#bf0000', '#0000bf']
const SWEEP_FRAMES = 120

export function clockText(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  const seconds = Math.floor(ms / 1000) % 60
  return `${minutes}:${String(seconds).padStart(2, '0')}.${String(Math.floor(ms) % 1000).padStart(3, '0')}`
}

/** Bars with L and R to show mirroring, a moving marker to show motion, and frame number and clock to show delay. */
export function drawTestPicture(context: CanvasRenderingContext2D, frame: number, ms: number): void {
  const { width, height } = context.canvas
  const barsHeight = Math.round(height * 0.72)
  BARS.forEach((color, index) => {
    context.fillStyle = color
    const left = Math.round((index * width) / BARS.length)
    context.fillRect(left, 0, Math.ceil(width / BARS.length), barsHeight)
  })
  context.fillStyle = '#101214'
  context.fillRect(0, barsHeight, width, height - barsHeight)
  drawMarker(context, frame, barsHeight)
  drawLetters(context, width, barsHeight)
  context.fillStyle = '#ffffff'
  context.font = `600 ${Math.round(height / 13)}px monospace`
  context.textAlign = 'left'
  context.fillText(`#${String(frame).padStart(6, '0')}`, width * 0.05, height * 0.93)
  context.textAlign = 'right'
  context.fillText(clockText(ms), width * 0.95, height * 0.93)
}

function drawMarker(context: CanvasRenderingContext2D, frame: number, top: number): void {
  const { width, height } = context.canvas
  const size = height * 0.04
  const x = ((frame % SWEEP_FRAMES) / SWEEP_FRAMES) * (width + size) - size
  context.fillStyle = '#ffffff'
  context.fillRect(x, top + size / 2, size, size)
}

function drawLetters(context: CanvasRenderingContext2D, width: number, barsHeight: number): void {
  context.font = `700 ${Math.round(barsHeight / 3)}px sans-serif`
  context.textBaseline = 'middle'
  context.textAlign = 'center'
  context.fillStyle = '#101214'
  context.fillText('L', width * 0.14, barsHeight / 2)
  context.fillStyle = '#ffffff'
  context.fillText('R', width * 0.86, barsHeight / 2)
  context.textBaseline = 'alphabetic'
}
