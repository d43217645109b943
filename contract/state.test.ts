import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mayFollow, sessionTransitions } from './machines'
import { applyPatch, type BenchState, diffState, emptyState, type HandlerEntry, inThread } from './state'

const entry = (id: string, version: number): HandlerEntry => ({
  id,
  file: `/h/${id}`,
  status: 'ready',
  version,
  versions: [],
  isolation: inThread,
  manifest: null,
  findings: [],
  loadedAt: version,
  error: null,
})

const states = fc
  .dictionary(fc.constantFrom('a.ts', 'b.ts', 'c/d.ts'), fc.nat(5))
  .map((versions): BenchState => {
    const handlers = Object.fromEntries(
      Object.entries(versions).map(([id, version]) => [id, entry(id, version)]),
    )
    return { ...emptyState, handlers }
  })

describe('a state patch', () => {
  it('leads from any state to any other', () => {
    fc.assert(
      fc.property(states, states, (before, after) => {
        const patch = diffState(before, after, 1)
        expect(patch ? applyPatch(before, structuredClone(patch)) : before).toEqual(after)
      }),
    )
  })

  it('is none between equal states, and leaves untouched entries identical', () => {
    const before: BenchState = { ...emptyState, handlers: { a: entry('a', 1), b: entry('b', 1) } }
    expect(diffState(before, { ...before }, 1)).toBeNull()
    const after = { ...before, handlers: { ...before.handlers, a: entry('a', 2) } }
    const patch = diffState(before, after, 7)
    expect(patch).toEqual({ revision: 7, handlers: { a: entry('a', 2) } })
    if (patch) expect(applyPatch(before, patch).handlers.b).toBe(before.handlers.b)
  })
})

describe('a session', () => {
  it('never leaves its last states', () => {
    for (const last of ['closed', 'failed'] as const) expect(sessionTransitions[last]).toEqual([])
    expect(mayFollow(sessionTransitions, 'closing', 'live')).toBe(false)
    expect(mayFollow(sessionTransitions, 'connecting', 'live')).toBe(true)
  })
})
