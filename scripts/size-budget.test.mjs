import { expect, it } from 'vitest'
import { MAX_FACTORY_LINES, MAX_FILE_LINES, MAX_FUNCTION_LINES, overBudget } from './size-budget.mjs'

/** @param {number} count */
const lines = (count) => 'x()\n'.repeat(count)
/** @param {string} head @param {number} length the whole function's lines */
const block = (head, length) => `${head} {\n${lines(length - 2)}}`

it('refuses a file that is one line too long, code or style', () => {
  expect(overBudget('a.ts', lines(MAX_FILE_LINES))).toEqual([])
  expect(overBudget('a.ts', lines(MAX_FILE_LINES + 1))).toEqual([`a.ts: 401 lines (at most 400)`])
  expect(overBudget('a.css', lines(MAX_FILE_LINES + 1))).toHaveLength(1)
})

it('refuses a function of any kind that is one line too long, and names it', () => {
  const tooLong = MAX_FUNCTION_LINES + 1
  expect(overBudget('a.ts', block('function f()', MAX_FUNCTION_LINES))).toEqual([])
  expect(overBudget('a.ts', block('function f()', tooLong))).toEqual(['a.ts:1: f has 61 lines (at most 60)'])
  expect(overBudget('a.tsx', block('const View = () =>', tooLong))).toEqual([
    'a.tsx:1: View has 61 lines (at most 60)',
  ])
  expect(overBudget('a.ts', `class C {\n${block('m()', tooLong)}\n}`)).toEqual([
    'a.ts:2: m has 61 lines (at most 60)',
  ])
})

it('lets a list of tests be long, but not a test in it', () => {
  const list = `describe('x', () => {\n${lines(200)}})`
  expect(overBudget('a.test.ts', list)).toEqual([])
  expect(overBudget('a.spec.ts', list.replace('describe', 'test.describe'))).toEqual([])
  expect(overBudget('a.test.ts', `describe('x', () => {\n${block("it('y', () =>", 61)})\n})`)).toHaveLength(1)
})

it('counts a factory without the bodies of what it makes, and bounds the whole like a class', () => {
  const factory = (/** @type {number} */ own, /** @type {number} */ made) => {
    const inner = Array.from({ length: made }, (_, n) => `${block(`function f${n}()`, 30)}\n`).join('')
    return `function createX() {\n${lines(own - made - 2)}${inner}}`
  }
  expect(overBudget('a.ts', factory(60, 4))).toEqual([])
  expect(overBudget('a.ts', factory(61, 4))).toEqual(['a.ts:1: createX has 61 lines (at most 60)'])
  expect(overBudget('a.ts', factory(20, 7))).toEqual([
    `a.ts:1: createX has 223 lines (at most ${MAX_FACTORY_LINES})`,
  ])
})

it('does not count the comment above a function', () => {
  expect(overBudget('a.ts', `/**\n${' *\n'.repeat(20)} */\n${block('function f()', 60)}`)).toEqual([])
})
