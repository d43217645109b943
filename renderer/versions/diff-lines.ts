import type { DiffHunk, FileDiff } from '../../contract/ipc'

export type LineKind = 'same' | 'added' | 'removed' | 'note'

/** One line of a difference, with its numbers before and after; null = it is not there. */
export interface DiffLine {
  readonly kind: LineKind
  readonly sign: ' ' | '+' | '-'
  readonly oldLine: number | null
  readonly newLine: number | null
  readonly text: string
}

/** Numbers the lines of a hunk. */
export function numberLines({ oldStart, newStart, lines }: DiffHunk): readonly DiffLine[] {
  let oldLine = oldStart
  let newLine = newStart
  return lines.map((line): DiffLine => {
    const text = line.slice(1)
    if (line.startsWith('+')) return { kind: 'added', sign: '+', oldLine: null, newLine: newLine++, text }
    if (line.startsWith('-')) return { kind: 'removed', sign: '-', oldLine: oldLine++, newLine: null, text }
    // Unified differences say in such a line that a file has no line break at its end.
    if (line.startsWith('\\'))
      return { kind: 'note', sign: ' ', oldLine: null, newLine: null, text: text.trim() }
    return { kind: 'same', sign: ' ', oldLine: oldLine++, newLine: newLine++, text }
  })
}

const countOf = (lines: readonly string[], sign: '+' | '-') =>
  lines.filter((line) => line.startsWith(sign) || line.startsWith(' ')).length

/** The same as a unified difference, for the clipboard. */
export function unifiedText(files: readonly FileDiff[]): string {
  const ofHunk = ({ oldStart, newStart, lines }: DiffHunk) => [
    `@@ -${oldStart},${countOf(lines, '-')} +${newStart},${countOf(lines, '+')} @@`,
    ...lines,
  ]
  const ofFile = ({ file, hunks }: FileDiff) => [`--- ${file}`, `+++ ${file}`, ...hunks.flatMap(ofHunk)]
  return files.flatMap(ofFile).join('\n')
}

export interface DiffSize {
  readonly added: number
  readonly removed: number
}

export function diffSize(files: readonly FileDiff[]): DiffSize {
  const lines = files.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines))
  return {
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
  }
}

const cutHunk = (hunk: DiffHunk, room: number): DiffHunk => ({ ...hunk, lines: hunk.lines.slice(0, room) })

/** The first `most` lines of all hunks: more would make a window slow, and nobody reads them. */
export function firstLines(files: readonly FileDiff[], most: number): readonly FileDiff[] {
  let room = most
  const kept = files.map(({ file, hunks }) => {
    const shown = hunks.map((hunk) => {
      const cut = cutHunk(hunk, Math.max(0, room))
      room -= cut.lines.length
      return cut
    })
    return { file, hunks: shown.filter(({ lines }) => lines.length > 0) }
  })
  return kept.filter(({ hunks }, at) => hunks.length > 0 || files[at]?.hunks.length === 0)
}
