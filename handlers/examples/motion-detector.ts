// Motion detector
// Watches the camera and tells, five times a second at most, how much of the picture moves and where.

import { AdditionalOutputs, VideoCallback, type VideoFrame } from 'soundcheck'

// `send`: the client sends pictures and gets none, only what we tell.
export const stream = { title: 'Motion detector', mode: 'send' }

/** The picture is looked at in squares of so many pixels. */
const SQUARE = 16
/** By how much, of 255, a square becomes lighter or darker when something moves; noise is less. */
const THRESHOLD = 12

export default class MotionDetector extends VideoCallback {
  constructor() {
    // Made here, and not outside of the class, so that each session has its own.
    let before: Grid | null = null
    const detect = (frame: VideoFrame): AdditionalOutputs => {
      const now = gridOf(frame)
      const motion = compare(before?.columns === now.columns ? before : now, now)
      before = now
      return new AdditionalOutputs(motion)
    }
    super(detect, { fps: 5, videoFormat: 'gray8' })
  }
}

/** The mean brightness of each square, row by row. */
interface Grid {
  readonly columns: number
  readonly squares: Float32Array
}

function gridOf({ width, height, data }: VideoFrame): Grid {
  const columns = Math.ceil(width / SQUARE)
  const squares = new Float32Array(columns * Math.ceil(height / SQUARE))
  const counts = new Float32Array(squares.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const square = Math.floor(y / SQUARE) * columns + Math.floor(x / SQUARE)
      squares[square] = (squares[square] ?? 0) + (data[y * width + x] ?? 0)
      counts[square] = (counts[square] ?? 0) + 1
    }
  }
  return { columns, squares: squares.map((sum, square) => sum / (counts[square] ?? 1)) }
}

/** The share of the picture that moves, 0..1, and the box around it in pixels; null where nothing does. */
function compare(before: Grid, { columns, squares }: Grid) {
  const moved = [...squares.keys()].filter(
    (square) => Math.abs((squares[square] ?? 0) - (before.squares[square] ?? 0)) > THRESHOLD,
  )
  if (moved.length === 0) return { share: 0, box: null }
  const xs = moved.map((square) => (square % columns) * SQUARE)
  const ys = moved.map((square) => Math.floor(square / columns) * SQUARE)
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const box = { left, top, width: Math.max(...xs) + SQUARE - left, height: Math.max(...ys) + SQUARE - top }
  return { share: Math.round((100 * moved.length) / squares.length) / 100, box }
}
