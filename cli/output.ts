import { styleText } from 'node:util'
import type { SourcePosition, WireError } from '../contract/errors'

/** One line for machines: `event` says what happened. */
export interface EventLine {
  readonly event: string
  readonly [name: string]: unknown
}

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan'

/** What a command says: results on stdout, everything else on stderr. */
export interface Output {
  readonly json: boolean
  /** A result: `line` as JSON for machines, `text` for people. */
  result(line: EventLine, text: string): void
  /** On stderr, for whoever looks. */
  note(text: string): void
  /** What it is at, for a person who waits at a terminal. */
  progress(text: string): void
  /** Why the command fails: a JSON line on stdout for machines, text on stderr for people. */
  error(error: WireError): void
  /** `text` in this colour, where there are colours. */
  paint(style: Style, text: string): string
}

export interface OutputOptions {
  readonly json: boolean
  readonly stdout: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>
  readonly stderr: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>
  readonly env: NodeJS.ProcessEnv
}

/** As editors understand it. */
export function placeOf({ file, line, column }: SourcePosition): string {
  return `${file}:${line}:${column}`
}

/** An error in the form that people read: where, what, and what to do. */
export function explainError({ message, hint, position }: WireError): string {
  const first = position ? `${placeOf(position)}: ${message}` : message
  const advice = hint?.split('\n').map((line) => `  ${line}`) ?? []
  return [first, ...advice].join('\n')
}

/** What machines get of an error: all but the stack. */
export function errorForMachines({ code, message, hint, position }: WireError): WireError {
  return { code, message, ...(hint ? { hint } : {}), ...(position ? { position } : {}) }
}

export function createOutput({ json, stdout, stderr, env }: OutputOptions): Output {
  const coloured = !json && stdout.isTTY && stderr.isTTY && !env.NO_COLOR
  const paint = (style: Style, text: string): string =>
    coloured ? styleText(style, text, { validateStream: false }) : text
  const result = (line: EventLine, text: string): void =>
    void stdout.write(`${json ? JSON.stringify(line) : text}\n`)
  const note = (text: string): void => void stderr.write(`${text}\n`)
  return {
    json,
    result,
    note,
    progress: (text) => stderr.isTTY && !json && note(paint('dim', text)),
    error(error) {
      if (json) result({ event: 'error', error: errorForMachines(error) }, '')
      else note(`${paint('red', 'error:')} ${explainError(error)}`)
    },
    paint,
  }
}
