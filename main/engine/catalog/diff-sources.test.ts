import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DiffHunk } from '../../../contract/ipc'
import { diffSources } from './diff-sources'

const sources = (files: { readonly [id: string]: string }) => new Map(Object.entries(files))
const numbered = (change: (n: number) => string) =>
  Array.from({ length: 20 }, (_, n) => `${change(n)}\n`).join('')

/** `before` with the hunks applied. */
function patched(before: readonly string[], hunks: readonly DiffHunk[]): string[] {
  const after: string[] = []
  let at = 0
  for (const { oldStart, lines } of hunks) {
    after.push(...before.slice(at, oldStart - 1))
    const old = lines.filter((line) => !line.startsWith('+'))
    expect(before.slice(oldStart - 1, oldStart - 1 + old.length)).toEqual(old.map((line) => line.slice(1)))
    after.push(...lines.filter((line) => !line.startsWith('-')).map((line) => line.slice(1)))
    at = oldStart - 1 + old.length
  }
  return [...after, ...before.slice(at)]
}

describe('the difference of two versions', () => {
  it('is the lines that changed, with three around them', () => {
    const before = numbered((n) => `line ${n}`)
    const after = numbered((n) => (n === 10 ? 'changed' : `line ${n}`))
    expect(
      diffSources(sources({ 'a.ts': before, 'b.ts': 'same' }), sources({ 'a.ts': after, 'b.ts': 'same' })),
    ).toEqual([
      {
        file: 'a.ts',
        hunks: [
          {
            oldStart: 8,
            newStart: 8,
            lines: [
              ' line 7',
              ' line 8',
              ' line 9',
              '-line 10',
              '+changed',
              ' line 11',
              ' line 12',
              ' line 13',
            ],
          },
        ],
      },
    ])
  })

  it('has files that came and files that went, by name', () => {
    const found = diffSources(
      sources({ 'old.ts': 'x\n', 'a.ts': '' }),
      sources({ 'new.ts': 'y', 'a.ts': '' }),
    )
    expect(found).toEqual([
      { file: 'new.ts', hunks: [{ oldStart: 1, newStart: 1, lines: ['+y'] }] },
      { file: 'old.ts', hunks: [{ oldStart: 1, newStart: 1, lines: ['-x'] }] },
    ])
    expect(diffSources(sources({}), sources({ 'empty.ts': '' }))).toEqual([{ file: 'empty.ts', hunks: [] }])
  })

  it('is nothing for the same version', () => {
    expect(diffSources(sources({ 'a.ts': 'a' }), sources({ 'a.ts': 'a' }))).toEqual([])
  })

  it('makes the one of the other', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', '', '\\', '-', ' c', '+', 'd\r'), { maxLength: 30 })
    const text = (all: readonly string[]) => all.map((line) => `${line}\n`).join('')
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const [found] = diffSources(sources({ f: text(before) }), sources({ f: text(after) }))
        expect(patched(before, found?.hunks ?? [])).toEqual(after)
      }),
    )
  })

  it('gives up on texts that have nothing in common, and shows the one in the place of the other', () => {
    const long = (of: string) =>
      Array.from({ length: 30_000 }, (_, n) => `${of}${(n * 7919) % 30_011}\n`).join('')
    const [found] = diffSources(sources({ f: long('a') }), sources({ f: long('b') }))
    expect(found?.hunks).toHaveLength(1)
    expect(found?.hunks[0]?.lines).toHaveLength(60_000)
    expect(found?.hunks[0]?.lines.filter((line) => line.startsWith('-a'))).toHaveLength(30_000)
  })
})
