import { expect, it } from 'vitest'
import { addUp, e2eCounts, summaryLine, unitCounts } from './counts.mjs'

const unit = {
  numPassedTests: 5,
  numFailedTests: 1,
  testResults: [
    { status: 'passed', assertionResults: [{}] },
    { status: 'failed', assertionResults: [{}] },
    { status: 'failed', assertionResults: [] },
  ],
}
const e2e = { stats: { expected: 3, unexpected: 1, flaky: 1 }, errors: [{}] }

it('counts a test file that could not be loaded as a failed test', () => {
  expect(unitCounts(unit)).toEqual({ passed: 5, failed: 2 })
})

it('counts errors outside every test, and tests that pass only when repeated, as failed', () => {
  expect(e2eCounts(e2e)).toEqual({ passed: 3, failed: 3 })
})

it('adds up what ran, also when nothing did', () => {
  expect(summaryLine(addUp([unitCounts(unit), e2eCounts(e2e)]))).toBe('8 passed, 5 failed')
  expect(summaryLine(addUp([unitCounts(null), e2eCounts(null)]))).toBe('0 passed, 0 failed')
})
