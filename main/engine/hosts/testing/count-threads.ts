/** How many worker threads of this process live; also counts those in an endless loop. */
export function countThreads(): number {
  const report: unknown = process.report.getReport()
  if (
    typeof report !== 'object' ||
    report === null ||
    !('workers' in report) ||
    !Array.isArray(report.workers)
  ) {
    throw new Error('the report of Node does not list workers')
  }
  return report.workers.length
}
