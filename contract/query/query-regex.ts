import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js'

/** What is wrong with a pattern; `from` and `to` are offsets in it, UTF-16 units. */
export interface RegexFault {
  readonly message: string
  readonly from: number
  readonly to: number
}

/** Flags in their order: letters in any case, `^` and `$` at lines, `.` also for line ends. */
export const regexFlags = ['i', 'm', 's'] as const

const re2Flags: { readonly [flag: string]: number } = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
}

/** Time to match grows with this too: to some 40 µs for a character, for patterns that are made for it. */
const MAX_PROGRAM_SIZE = 1200
/** Of longer patterns the place of a fault is not looked for: that takes an attempt for each place. */
const MAX_SEARCHED = 500

/** A regular expression that matches in time linear to the text (RE2). Throws where {@link regexFault} finds a fault. */
export function compileRegex(pattern: string, flags: string): RE2JS {
  return RE2JS.compile(
    pattern,
    [...flags].reduce((bits, flag) => bits | (re2Flags[flag] ?? 0), 0),
  )
}

function attempt(pattern: string): RE2JS | RE2JSException {
  try {
    return RE2JS.compile(pattern)
  } catch (thrown) {
    if (thrown instanceof RE2JSException) return thrown
    throw thrown
  }
}

const isSame = (a: RE2JSSyntaxException, b: RE2JS | RE2JSException): boolean =>
  b instanceof RE2JSSyntaxException && a.error === b.error && a.input === b.input

/** Where the parenthesis is that, taken literally, would mend it. */
function unclosedAt(pattern: string): number {
  for (let at = pattern.indexOf('('); at >= 0; at = pattern.indexOf('(', at + 1))
    if (attempt(`${pattern.slice(0, at)}\\${pattern.slice(at)}`) instanceof RE2JS) return at
  return -1
}

/** RE2 names the part that is wrong, not its place: the shortest beginning of the pattern that has the same fault ends with it. */
function placeOf(pattern: string, fault: RE2JSSyntaxException): Omit<RegexFault, 'message'> {
  const whole = { from: 0, to: pattern.length }
  if (pattern.length > MAX_SEARCHED) return whole
  if (fault.error.startsWith('trailing backslash')) return { from: pattern.length - 1, to: pattern.length }
  if (fault.error === 'missing closing )') {
    const at = unclosedAt(pattern)
    return at < 0 ? whole : { from: at, to: at + 1 }
  }
  if (fault.error === 'unexpected )') {
    for (let at = pattern.indexOf(')'); at >= 0; at = pattern.indexOf(')', at + 1)) {
      const beginning = attempt(pattern.slice(0, at + 1))
      if (beginning instanceof RE2JSSyntaxException && beginning.error === fault.error)
        return { from: at, to: at + 1 }
    }
  }
  const part = fault.input ?? ''
  for (let at = pattern.indexOf(part); part && at >= 0; at = pattern.indexOf(part, at + 1))
    if (isSame(fault, attempt(pattern.slice(0, at + part.length)))) return { from: at, to: at + part.length }
  return whole
}

/** What is wrong with `pattern`, and where; null = nothing. */
export function regexFault(pattern: string): RegexFault | null {
  const outcome = attempt(pattern)
  if (outcome instanceof RE2JSSyntaxException) return { message: outcome.error, ...placeOf(pattern, outcome) }
  const whole = { from: 0, to: pattern.length }
  if (outcome instanceof RE2JSException) return { message: outcome.message, ...whole }
  return outcome.programSize() > MAX_PROGRAM_SIZE ? { message: 'it is too large', ...whole } : null
}
