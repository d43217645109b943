import type { VersionEntry } from '../../contract/state'
import type { Comparison } from '../state/window-store'

const clock = (at: number) => new Date(at).toLocaleTimeString('en-GB')

/** `version 7 · 12:03:44 · runs`. */
export function versionText({ version, loadedAt, rejected }: VersionEntry, running: number): string {
  const state = version === running ? 'runs' : rejected && 'taken back'
  return [`version ${version}`, clock(loadedAt), state].filter(Boolean).join(' · ')
}

/** Reads as time passed: from the older version to the newer one. */
export const comparisonOf = (handlerId: string, a: number, b: number): Comparison => ({
  handlerId,
  from: Math.min(a, b),
  to: Math.max(a, b),
})

/** What it means to run `version` in place of the one that runs. */
export const changeWord = (version: number, running: number): string =>
  version < running ? 'Go back to' : 'Use'
