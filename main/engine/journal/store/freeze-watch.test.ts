import { describe, expect, it } from 'vitest'
import { createFreezeWatch } from './freeze-watch'

function watchAfter(pictures: number, everyMs: number) {
  const watch = createFreezeWatch()
  for (let at = 0; at < pictures; at += 1) expect(watch.add(at * everyMs)).toBeNull()
  return { watch, lastMs: (pictures - 1) * everyMs }
}

describe('freezes', () => {
  it('are pictures that stand three times as long as usual, and 150 ms longer', () => {
    const { watch, lastMs } = watchAfter(40, 100)
    expect(watch.add(lastMs + 299)).toBeNull()
    const later = watchAfter(40, 100)
    expect(later.watch.add(later.lastMs + 300)).toBe(300)
  })

  it('are not told of quick pictures that come a little late', () => {
    const { watch, lastMs } = watchAfter(40, 33)
    expect(watch.add(lastMs + 180)).toBeNull()
    const later = watchAfter(40, 33)
    expect(later.watch.add(later.lastMs + 184)).toBe(184)
  })

  it('are not told before it is known what is usual', () => {
    const { watch, lastMs } = watchAfter(30, 33)
    expect(watch.add(lastMs + 5000)).toBeNull()
  })
})
