/** A part of the time axis, µs on the session's clock. */
export interface TimeSpan {
  readonly fromUs: number
  readonly toUs: number
}

/** Nothing shorter is looked at: a quarter of a block, in which single samples are told apart. */
export const SHORTEST_US = 5000
/** Before the beginning nothing is to be seen; behind the end a little, so that the end is one. */
const ROOM = 0.02
/** A session that has just begun is not shown closer than so, µs. */
const LEAST_END_US = 10_000_000

export const lengthOf = ({ fromUs, toUs }: TimeSpan): number => toUs - fromUs

/** All that there is up to `endUs`. */
export function wholeSpan(endUs: number): TimeSpan {
  return { fromUs: 0, toUs: Math.max(LEAST_END_US, endUs) * (1 + ROOM) }
}

/** The nearest part of the same length that lies within all that there is. */
export function clamped(view: TimeSpan, endUs: number): TimeSpan {
  const whole = wholeSpan(endUs)
  const length = Math.min(lengthOf(whole), Math.max(SHORTEST_US, lengthOf(view)))
  const fromUs = Math.min(whole.toUs - length, Math.max(0, view.fromUs))
  return { fromUs, toUs: fromUs + length }
}

/** `factor` times as long, with the time under `aroundUs` where it was. */
export function zoomed(view: TimeSpan, factor: number, aroundUs: number, endUs: number): TimeSpan {
  const length = Math.min(lengthOf(wholeSpan(endUs)), Math.max(SHORTEST_US, lengthOf(view) * factor))
  const share = (aroundUs - view.fromUs) / lengthOf(view)
  const fromUs = aroundUs - share * length
  return clamped({ fromUs, toUs: fromUs + length }, endUs)
}

export const moved = (view: TimeSpan, byUs: number, endUs: number): TimeSpan =>
  clamped({ fromUs: view.fromUs + byUs, toUs: view.toUs + byUs }, endUs)

/** The last `lengthUs` of what there is. */
export function atEnd(lengthUs: number, endUs: number): TimeSpan {
  const toUs = Math.max(LEAST_END_US, endUs)
  return clamped({ fromUs: toUs - lengthUs, toUs }, endUs)
}

/** From the earlier to the later of two times. */
export const between = (a: number, b: number): TimeSpan => ({ fromUs: Math.min(a, b), toUs: Math.max(a, b) })

/** Steps of the ruler, µs. */
const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500]
  .flatMap((ms) => ms * 1000)
  .concat(
    [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 36_000].map((s) => s * 1_000_000),
  )

export interface Tick {
  readonly us: number
  readonly text: string
}

/** Marks of the ruler, at least `room` px from one to the next. */
export function ticksOf(view: TimeSpan, width: number, room: number): readonly Tick[] {
  const least = (lengthOf(view) / Math.max(1, width)) * room
  const step = steps.find((one) => one >= least) ?? (steps.at(-1) as number)
  const first = Math.ceil(view.fromUs / step)
  const count = Math.max(0, Math.floor(view.toUs / step) - first + 1)
  return Array.from({ length: count }, (_, index) => {
    const us = (first + index) * step
    return { us, text: timeText(us, step < 1_000_000 ? 3 : 0) }
  })
}

/** `0:07`, `12:04.250`, `1:02:33`; with so many digits of a second. */
export function timeText(us: number, digits: 0 | 3 = 3): string {
  const ms = Math.round(us / 1000)
  const seconds = Math.floor(Math.abs(ms) / 1000)
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const clock = h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
  const rest = digits === 0 ? '' : `.${String(Math.abs(ms) % 1000).padStart(3, '0')}`
  return `${ms < 0 ? '−' : ''}${clock}${rest}`
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `340 ms`, `1.655 s`, `2:05.000`. */
export function lengthText(us: number): string {
  if (us < 1_000_000) return `${Math.round(us / 1000)} ms`
  return us < 60_000_000 ? `${(us / 1_000_000).toFixed(3)} s` : timeText(us)
}
