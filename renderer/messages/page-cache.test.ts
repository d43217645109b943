// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleRow } from '../testing/samples'
import { createPageCache, PAGE_SIZE } from './page-cache'

const rows = (from: number, count: number) => Array.from({ length: count }, (_, i) => sampleRow(from + i))

describe('createPageCache', () => {
  it('gives each row of the pages that were put in, and nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 3 }), (page, pages) => {
        const cache = createPageCache()
        const offset = page * PAGE_SIZE
        const count = pages * PAGE_SIZE
        cache.put(offset, count, rows(offset, count))
        expect(cache.get(offset)?.n).toBe(offset)
        expect(cache.get(offset + count - 1)?.n).toBe(offset + count - 1)
        expect(cache.get(offset + count)).toBeUndefined()
        expect(cache.get(offset - 1)).toBeUndefined()
        expect(cache.needs(offset, offset + count - 1)).toBe(false)
        expect(cache.needs(offset, offset + count)).toBe(true)
      }),
    )
  })

  it('asks again for a page that was not full, and shows it until then', () => {
    const cache = createPageCache()
    cache.put(0, PAGE_SIZE * 2, rows(0, PAGE_SIZE + 5))
    cache.markGrown()
    expect(cache.needs(0, PAGE_SIZE - 1)).toBe(false)
    expect(cache.needs(PAGE_SIZE, PAGE_SIZE)).toBe(true)
    expect(cache.get(PAGE_SIZE + 4)?.n).toBe(PAGE_SIZE + 4)
  })

  it('does not ask for ever for a page that came back empty', () => {
    const cache = createPageCache()
    cache.put(0, PAGE_SIZE, [])
    expect(cache.needs(0, 10)).toBe(false)
  })

  it('forgets the pages that were used longest ago', () => {
    const cache = createPageCache()
    for (let page = 0; page < 60; page++) {
      cache.put(page * PAGE_SIZE, PAGE_SIZE, rows(page * PAGE_SIZE, PAGE_SIZE))
      cache.needs(0, 0)
    }
    expect(cache.get(0)?.n).toBe(0)
    expect(cache.get(PAGE_SIZE)).toBeUndefined()
    expect(cache.get(59 * PAGE_SIZE)?.n).toBe(59 * PAGE_SIZE)
  })
})
