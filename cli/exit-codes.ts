import type { ErrorCode } from '../contract/errors'

/** How a command ends, for scripts. */
export const exitCodes = {
  fine: 0,
  /** The handler or clip is bad, or failed. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** Something outside failed: a port that is in use, a folder that is missing. */
  outside: 3,
  /** A second SIGINT: ended without closing sessions. */
  interrupted: 130,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The exit code of a command that an error has ended. */
export function exitCodeFor(code: ErrorCode): ExitCode {
  if (code === 'handler' || code === 'compile') return exitCodes.failed
  return code === 'invalid' ? exitCodes.usage : exitCodes.outside
}
