import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { applyPatch, emptyState, type StatePatch } from '../../contract/state'
import { sampleSession } from '../../contract/testing/sample-session'
import { createBenchStore } from './bench-store'

const session = (id: string, handlerVersion = 1) => sampleSession(id, { handlerVersion })

describe('the bench store', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('publishes many changes as one patch per interval, with rising revisions', () => {
    const patches: StatePatch[] = []
    const store = createBenchStore((patch) => patches.push(patch))
    for (let n = 0; n < 100; n += 1) store.setSessions(new Map([['a', session('a', n)]]))
    expect(patches).toHaveLength(0)
    vi.advanceTimersByTime(50)
    store.setSessions(new Map([['a', null]]))
    vi.advanceTimersByTime(50)
    expect(patches.map((patch) => [patch.revision, patch.sessions?.a?.handlerVersion])).toEqual([
      [1, 99],
      [2, undefined],
    ])
    expect(patches[1]?.sessions).toEqual({ a: null })
  })

  it('leads a mirror that applies the patches to the same state as a snapshot', () => {
    let mirror = emptyState
    const store = createBenchStore((patch) => {
      mirror = applyPatch(mirror, patch)
    })
    store.setFolder({ path: '/x', status: 'watching', error: null })
    store.setSessions(new Map([['a', session('a')]]))
    store.setSessions(new Map([['b', session('b')]]))
    vi.advanceTimersByTime(50)
    store.setSessions(new Map([['a', null]]))
    const snapshot = store.snapshot()
    expect(snapshot.revision).toBe(2)
    expect(mirror).toEqual(snapshot.state)
    expect(Object.keys(mirror.sessions)).toEqual(['b'])
  })

  it('publishes nothing when nothing changed', () => {
    const patches: StatePatch[] = []
    const store = createBenchStore((patch) => patches.push(patch))
    store.snapshot()
    vi.advanceTimersByTime(200)
    expect(patches).toEqual([])
  })
})
