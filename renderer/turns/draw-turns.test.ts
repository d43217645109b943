// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { TurnEventName } from '../../contract/turns'
import type { LaneColors } from './draw-turns'
import { drawTurns } from './draw-turns'
import { TurnTrace } from './turn-trace'

const colors: LaneColors = {
  you: 'you',
  reply: 'reply',
  waiting: 'waiting',
  interrupted: 'interrupted',
  stopword: 'stopword',
  threshold: 'threshold',
  ground: 'ground',
  onBand: 'onBand',
  font: 'font',
}

interface Drawing {
  readonly what: string
  readonly color: string
  readonly from: number
  readonly to: number
  readonly text?: string
  readonly y?: number
}

/** A canvas of 1000 px for 10 s, so that 1 px is 10 ms, which writes down what is drawn on it; letters are 6 px wide. */
function draw(trace: TurnTrace, now: number): readonly Drawing[] {
  const drawings: Drawing[] = []
  const note = (what: string) => (left: number, _top: number, wide: number) => {
    drawings.push({ what, color: String(context.fillStyle), from: left, to: left + wide })
  }
  const point = (from: number, y: number) => {
    drawings.push({ what: 'point', color: '', from, to: from, y })
  }
  const context = {
    moveTo: point,
    lineTo: point,
    canvas: { width: 1000, height: 68 },
    fillStyle: '',
    measureText: (text: string) => ({ width: text.length * 6 }),
    fillRect: note('bar'),
    roundRect: note('band'),
    rect: note('hatch'),
    fillText: (text: string, left: number) => {
      const to = left + text.length * 6
      drawings.push({ what: 'text', color: String(context.fillStyle), from: left, to, text })
    },
  }
  const ignored = ['clearRect', 'setLineDash', 'beginPath', 'stroke', 'fill', 'save', 'clip']
  for (const name of [...ignored, 'strokeRect', 'restore'])
    Object.assign(context, { [name]: () => undefined })
  drawTurns(context as unknown as CanvasRenderingContext2D, trace, now, colors, 1)
  return drawings
}

function traceOf(...events: readonly (readonly [TurnEventName, number, number | null])[]): TurnTrace {
  const trace = new TurnTrace()
  // The window's clock is 500 ms ahead of the session's.
  for (const [name, at, soundAt] of events) trace.push({ name, at, soundAt, detail: null }, at + 500)
  return trace
}

const places = (drawings: readonly Drawing[], what: string) =>
  drawings.filter((one) => one.what === what).map(({ from, to }) => [from, to])
const texts = (drawings: readonly Drawing[]) => drawings.flatMap(({ text }) => text ?? [])

describe('the lane', () => {
  it('has the present at its right edge and each band below its sound', () => {
    const trace = traceOf(
      ['started_talking', 2200, 2000],
      ['pause_detected', 5500, 5000],
      ['response_starting', 7000, null],
    )
    const drawings = draw(trace, 10_500)
    expect(places(drawings, 'band')).toEqual([
      [200, 500],
      [700, 1000],
    ])
    expect(places(drawings, 'hatch')).toEqual([[550, 700]])
    expect(texts(drawings)).toEqual(['You', 'waiting', 'Reply'])
  })

  it('moves to the left with the time, until a band is out of view', () => {
    const trace = traceOf(['started_talking', 2000, 2000], ['pause_detected', 3000, 3000])
    const bandAt = (now: number) => places(draw(trace, now), 'band')
    expect(bandAt(10_500)).toEqual([[200, 300]])
    expect(bandAt(11_500)).toEqual([[100, 200]])
    expect(bandAt(14_500)).toEqual([])
  })

  it('marks a barge-in by name, where the name does not lie across another mark', () => {
    const trace = traceOf(
      ['interrupted', 3000, null],
      ['interrupted', 3300, null],
      ['interrupted', 8000, null],
    )
    const drawings = draw(trace, 10_500)
    expect(drawings.filter(({ what, color }) => what === 'bar' && color === 'interrupted')).toHaveLength(3)
    expect(drawings.filter(({ text }) => text === 'interrupted').map(({ to }) => to)).toEqual([296, 796])
  })

  it('draws the detector’s curve where it was heard, and nothing where it did not listen', () => {
    const trace = new TurnTrace()
    trace.pushSpeech({ from: 8000, step: 30, probabilities: [1, 2] }, 8530)
    trace.pushSpeech({ from: 9000, step: 30, probabilities: [0.5] }, 9530)
    const bottom = 68 - 2 * 15 - 2 * 3
    const middle = bottom - (bottom - 1) / 2
    // The threshold goes from edge to edge.
    const curve = draw(trace, 10_500).filter(({ what, from }) => what === 'point' && from > 0 && from < 1000)
    expect(curve.map(({ from, y }) => [from, y])).toEqual([
      [797, bottom],
      [800, 1],
      [803, 1],
      [803, bottom],
      [897, bottom],
      [900, middle],
      [900, bottom],
    ])
  })
})
