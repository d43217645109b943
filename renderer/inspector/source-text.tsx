import type { ReactNode } from 'react'
import { SourceLink } from './source-link'

/** `file:line:column` in brackets, after `at`, or as a line of its own: as stacks have it. The bound keeps long lines cheap. */
const place = /(?<=^|\(|at (?:async )?)((?:[A-Za-z]:[\\/]|\/)[^\n]{1,500}?):(\d+):(\d+)(?=\)?$)/gm

/** A text as it is; the places that its stacks name can be opened. */
export function SourceText({ text }: { readonly text: string }) {
  const parts: ReactNode[] = []
  let from = 0
  for (const match of text.matchAll(place)) {
    const [whole, file = '', line, column] = match
    const position = { file, line: Number(line), column: Number(column) }
    // A button does not break over lines: it is the name alone, not the way to it.
    const name = /[^\\/]*$/.exec(whole)?.[0] ?? whole
    const end = match.index + whole.length
    parts.push(
      text.slice(from, end - name.length),
      <SourceLink key={end} position={position} text={name} isTabStop />,
    )
    from = end
  }
  return [...parts, text.slice(from)]
}
