import { expect, it } from 'vitest'
import { isNodeOnly } from './run-program.mjs'

it('a run in plain Node needs no Electron, however that is said', () => {
  expect(isNodeOnly(['--on', 'node'])).toBe(true)
  expect(isNodeOnly(['--only', 'loop', '--on=node'])).toBe(true)
  expect(isNodeOnly([])).toBe(false)
  expect(isNodeOnly(['--on', 'electron'])).toBe(false)
  expect(isNodeOnly(['--only', 'node'])).toBe(false)
})
