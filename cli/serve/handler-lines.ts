import type { Finding } from '../../contract/findings'
import { handlerName } from '../../contract/server'
import type { HandlerEntry } from '../../contract/state'
import { errorForMachines, explainError, placeOf } from '../output'
import type { Line } from './session-lines'

function loaded({ id, version, findings }: HandlerEntry, at: number): Line {
  const handler = handlerName(id)
  const line = { event: 'handler-loaded', at, handler, version, findings }
  return { line, text: [`${handler}: version ${version} loaded`, ...findings.map(explainFinding)].join('\n') }
}

function explainFinding({ message, hint, position }: Finding): string {
  return `  ${position ? `${placeOf(position)}: ` : ''}${message}. ${hint}`
}

/** Of a handler whose newest contents do not run; none of one that is fine. */
export function brokenLine({ id, version, error }: HandlerEntry, at: number): Line[] {
  if (!error) return []
  const handler = handlerName(id)
  const line = { event: 'handler-broken', at, handler, runs: version || null, error: errorForMachines(error) }
  const rest = version > 0 ? `\n  Version ${version} keeps running.` : ''
  return [{ line, text: `${handler}: ${explainError(error)}${rest}` }]
}

function removed({ id }: HandlerEntry, at: number): Line {
  const handler = handlerName(id)
  return { line: { event: 'handler-removed', at, handler }, text: `${handler}: removed` }
}

/** What has happened to one handler, oldest first. */
export function handlerLines(
  before: HandlerEntry | undefined,
  after: HandlerEntry | undefined,
  at: number,
): Line[] {
  if (!after) return before ? [removed(before, at)] : []
  const lines: Line[] = []
  if (after.version > 0 && after.version !== before?.version) lines.push(loaded(after, at))
  // While it is compiled anew it keeps the error of before.
  if (after.status === 'broken' && before?.error !== after.error) lines.push(...brokenLine(after, at))
  return lines
}
