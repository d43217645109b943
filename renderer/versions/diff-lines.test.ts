// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DiffHunk } from '../../contract/ipc'
import { diffSize, firstLines, numberLines, unifiedText } from './diff-lines'

const hunk: DiffHunk = {
  oldStart: 3,
  newStart: 5,
  lines: [
    ' const a = 1',
    '-const b = 2',
    '+const b = 3',
    '+const c = 4',
    ' end',
    '\\ No newline at end of file',
  ],
}
const files = [{ file: 'echo.ts', hunks: [hunk] }]

const hunks: fc.Arbitrary<DiffHunk> = fc.record({
  oldStart: fc.integer({ min: 1, max: 1000 }),
  newStart: fc.integer({ min: 1, max: 1000 }),
  lines: fc.array(
    fc.tuple(fc.constantFrom(' ', '+', '-'), fc.string()).map(([sign, text]) => sign + text),
    { maxLength: 60 },
  ),
})

describe('the lines of a difference', () => {
  it('have their numbers before and after, and a sign', () => {
    expect(
      numberLines(hunk).map(({ sign, oldLine, newLine, text }) => [sign, oldLine, newLine, text]),
    ).toEqual([
      [' ', 3, 5, 'const a = 1'],
      ['-', 4, null, 'const b = 2'],
      ['+', null, 6, 'const b = 3'],
      ['+', null, 7, 'const c = 4'],
      [' ', 5, 8, 'end'],
      [' ', null, null, 'No newline at end of file'],
    ])
  })

  it('are numbered without gaps on either side, whatever changed', () => {
    fc.assert(
      fc.property(hunks, (one) => {
        const lines = numberLines(one)
        const old = lines.flatMap(({ oldLine }) => oldLine ?? [])
        const now = lines.flatMap(({ newLine }) => newLine ?? [])
        expect(old).toEqual(old.map((_, at) => one.oldStart + at))
        expect(now).toEqual(now.map((_, at) => one.newStart + at))
      }),
    )
  })

  it('are counted, and given as a unified difference', () => {
    expect(diffSize(files)).toEqual({ added: 2, removed: 1 })
    expect(unifiedText(files).split('\n').slice(0, 4)).toEqual([
      '--- echo.ts',
      '+++ echo.ts',
      '@@ -3,3 +5,4 @@',
      ' const a = 1',
    ])
  })

  it('are cut where there are too many to be drawn, from the end', () => {
    fc.assert(
      fc.property(fc.array(hunks, { minLength: 1, maxLength: 5 }), fc.nat(120), (some, most) => {
        const whole = some.map((one, at) => ({ file: `${at}.ts`, hunks: [one] }))
        const linesOf = (of: typeof whole) => of.flatMap((file) => file.hunks.flatMap(({ lines }) => lines))
        expect(linesOf([...firstLines(whole, most)] as typeof whole)).toEqual(linesOf(whole).slice(0, most))
      }),
    )
  })
})
