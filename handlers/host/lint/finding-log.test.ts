import { expect, it } from 'vitest'
import type { Finding } from '../../../contract/findings'
import type { HostReport } from '../../../contract/host'
import { FindingLog } from './finding-log'

const finding = (message: string, rule: Finding['rule'] = 'emit-rate'): Finding => ({
  rule,
  message,
  hint: 'x',
  position: null,
})

it('tells each message of a rule once, and of so many only', () => {
  const told: HostReport[] = []
  const log = new FindingLog((report) => told.push(report))
  for (const message of ['a', 'b', 'a']) log.report(finding(message))
  log.report(finding('a', 'frame-shape'))
  expect(told).toHaveLength(3)
  for (let n = 0; n < 100; n++) log.report(finding(String(n)))
  expect(told).toHaveLength(50)
})
