import { describe, expect, it } from 'vitest'
import { MOST_SOURCE_BYTES, ownSources } from './own-sources'

const place = { file: '/f/a.ts', realFile: '/f/a.ts', folder: '/f' }
const from = (files: { readonly [path: string]: string | null }, where = place) =>
  ownSources(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    where,
  )

describe("the author's own files", () => {
  it('are those of the folder that are no packages, by their ids', () => {
    const files = {
      '/f/a.ts': 'a',
      '/f/lib/b.ts': 'b',
      '/f/node_modules/p/i.js': 'p',
      '/f/lib/node_modules/q/i.js': 'q',
      '/shared/c.ts': 'c',
      '/f/..odd.ts': 'odd',
      '/f/none.ts': null,
    }
    expect([...(from(files) ?? [])]).toEqual([
      ['a.ts', 'a'],
      ['lib/b.ts', 'b'],
      ['..odd.ts', 'odd'],
    ])
  })

  it('include a handler that is a link to a file elsewhere', () => {
    expect([...(from({ '/shared/x.ts': 'x' }, { ...place, realFile: '/shared/x.ts' }) ?? [])]).toEqual([
      ['a.ts', 'x'],
    ])
  })

  it('are not kept when they are too much', () => {
    const half = 'x'.repeat(MOST_SOURCE_BYTES / 2)
    expect(from({ '/f/a.ts': half, '/f/b.ts': half })).not.toBeNull()
    expect(from({ '/f/a.ts': half, '/f/b.ts': `${half}x` })).toBeNull()
    expect(from({ '/f/a.ts': `${half.slice(1)}é`, '/f/b.ts': half })).toBeNull()
  })
})
