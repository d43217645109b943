import { structuredPatch } from 'diff'
import type { HandlerSources } from '../../../contract/handler-sources'
import type { DiffHunk, FileDiff } from '../../../contract/ipc'

const CONTEXT = 3
/** The engine moves media on the same thread: two files that have nothing in common are not compared for longer. */
const LONGEST = 50

function linesOf(text: string): string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

function replaced(before: string, after: string): DiffHunk {
  const lines = [...linesOf(before).map((line) => `-${line}`), ...linesOf(after).map((line) => `+${line}`)]
  return { oldStart: 1, newStart: 1, lines }
}

function hunksOf(before: string, after: string): readonly DiffHunk[] {
  const patch = structuredPatch('', '', before, after, '', '', { context: CONTEXT, timeout: LONGEST })
  if (!patch) return [replaced(before, after)]
  return patch.hunks.map(({ oldStart, newStart, lines }) => ({
    oldStart,
    newStart,
    // jsdiff notes a missing line end in a line of its own.
    lines: lines.filter((line) => !line.startsWith('\\')),
  }))
}

/** What changed from one version's files to another's, by name; a file that only one of them has is all added or removed. */
export function diffSources(before: HandlerSources, after: HandlerSources): FileDiff[] {
  const files = [...new Set([...before.keys(), ...after.keys()])].sort()
  return files.flatMap((file) => {
    const [from, to] = [before.get(file) ?? '', after.get(file) ?? '']
    return from === to && before.has(file) === after.has(file) ? [] : [{ file, hunks: hunksOf(from, to) }]
  })
}
