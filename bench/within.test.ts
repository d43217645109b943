import { describe, expect, it } from 'vitest'
import { within } from './within'

describe('a bounded wait', () => {
  it('gives what the work gives', async () => {
    await expect(within(10_000, Promise.resolve(7), 'it did not come')).resolves.toBe(7)
    await expect(within(10_000, Promise.reject(new Error('broken')), 'it did not come')).rejects.toThrow(
      'broken',
    )
  })

  it('ends with the complaint when the work does not end', async () => {
    await expect(within(1, new Promise(() => undefined), 'it did not come')).rejects.toThrow(
      'it did not come within 1 ms',
    )
  })
})
