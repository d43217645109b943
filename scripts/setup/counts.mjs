// How many tests passed and failed, from the reports of Vitest and Playwright.

/** @typedef {{ passed: number, failed: number }} Counts */

/**
 * @typedef {{ status: string, assertionResults: readonly unknown[] }} UnitFile
 * @param {{ numPassedTests: number, numFailedTests: number, testResults: readonly UnitFile[] } | null} report Vitest's
 * @returns {Counts} a test file that could not even be loaded counts as one failed test
 */
export function unitCounts(report) {
  if (report === null) return { passed: 0, failed: 0 }
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length }
}

/**
 * @param {{ stats: { expected: number, unexpected: number, flaky: number }, errors: readonly unknown[] } | null} report
 * Playwright's
 * @returns {Counts} an error outside every test counts as one failed test; so does a test that passed only when repeated
 */
export function e2eCounts(report) {
  if (report === null) return { passed: 0, failed: 0 }
  const { expected, unexpected, flaky } = report.stats
  return { passed: expected, failed: unexpected + flaky + report.errors.length }
}

/** @param {readonly Counts[]} counts @returns {Counts} */
export function addUp(counts) {
  return counts.reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    { passed: 0, failed: 0 },
  )
}

/** @param {Counts} counts */
export function summaryLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`
}
