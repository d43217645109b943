import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { formatWithOptions } from 'node:util'
import type { ConsoleLevel, HostReport } from '../../contract/host'
import type { AuthorSources } from './author-sources'
import { RateLimit } from './rate-limit'

const LONGEST_LINE = 16_384
const MOST_LINES_A_SECOND = 500
const levels: readonly ConsoleLevel[] = ['debug', 'log', 'info', 'warn', 'error']
/** The rest of the console: it writes through a Console of its own, whose text is passed on. */
const others = [
  'assert',
  'count',
  'countReset',
  'dir',
  'dirxml',
  'table',
  'time',
  'timeEnd',
  'timeLog',
  'trace',
] as const

/** Makes all that is written to the console a report; gives back the function that puts the console back. */
export function captureConsole(
  target: Console,
  sources: AuthorSources,
  post: (report: HostReport) => void,
): { readonly flush: () => void; readonly restore: () => void } {
  const limit = new RateLimit(MOST_LINES_A_SECOND, 1000, (count) =>
    post({ type: 'console', level: 'warn', text: `… ${count} lines left out`, position: null }),
  )
  const write = (level: ConsoleLevel, text: () => string): void => {
    if (!limit.pass()) return
    const position = sources.positionIn(new Error().stack)
    post({ type: 'console', level, text: cut(text()), position })
  }
  const before = { ...target }
  for (const level of levels) {
    const method = (...values: unknown[]): void =>
      write(level, () => formatWithOptions({ depth: 4, maxStringLength: LONGEST_LINE }, ...values))
    target[level] = method
  }
  const rest = new Console({
    stdout: lines((text) => write('log', () => text)),
    stderr: lines((text) => write('error', () => text)),
  })
  for (const name of others) Object.assign(target, { [name]: rest[name].bind(rest) })
  return { flush: () => limit.flush(), restore: () => void Object.assign(target, before) }
}

function cut(text: string): string {
  if (text.length <= LONGEST_LINE) return text
  return `${text.slice(0, LONGEST_LINE)}… (${text.length - LONGEST_LINE} characters left out)`
}

function lines(write: (text: string) => void): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: unknown, _encoding, done) {
      write(String(chunk).replace(/\n$/, ''))
      done()
    },
  })
}
