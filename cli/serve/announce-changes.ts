import type { BenchState } from '../../contract/state'
import type { Output } from '../output'
import { handlerLines } from './handler-lines'
import { type Line, sessionLines } from './session-lines'

/** What differs between two states of the engine, as lines. */
export function changeLines(before: BenchState, after: BenchState, at: number): Line[] {
  const handlers = new Set([...Object.keys(before.handlers), ...Object.keys(after.handlers)])
  return [
    ...[...handlers].flatMap((id) =>
      before.handlers[id] === after.handlers[id]
        ? []
        : handlerLines(before.handlers[id], after.handlers[id], at),
    ),
    ...Object.entries(after.sessions).flatMap(([id, entry]) =>
      before.sessions[id] === entry ? [] : sessionLines(before.sessions[id], entry, at),
    ),
  ]
}

const clockTime = (at: number): string => new Date(at).toTimeString().slice(0, 8)

/** With the time for people; machines find it in the line. */
export function announce(lines: readonly Line[], output: Output, at: number): void {
  for (const { line, text } of lines) output.result(line, `${output.paint('dim', clockTime(at))} ${text}`)
}
