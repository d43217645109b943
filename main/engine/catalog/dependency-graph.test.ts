import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDependencyGraph } from './dependency-graph'

describe('the dependency graph', () => {
  it('tells which files are needed anew and which no longer', () => {
    const graph = createDependencyGraph()
    expect(graph.set('a', ['1', '2'])).toEqual({ added: ['1', '2'], dropped: [] })
    expect(graph.set('b', ['2', '3'])).toEqual({ added: ['3'], dropped: [] })
    expect(graph.set('a', ['1'])).toEqual({ added: [], dropped: [] })
    expect(graph.set('b', [])).toEqual({ added: [], dropped: ['2', '3'] })
  })

  it('knows at any time who was made from what', () => {
    const sets = fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.uniqueArray(fc.constantFrom('1', '2', '3', '4'))),
    )
    fc.assert(
      fc.property(sets, (changes) => {
        const graph = createDependencyGraph()
        const model = new Map<string, string[]>()
        const needed = new Set<string>()
        for (const [id, files] of changes) {
          const { added, dropped } = graph.set(id, files)
          model.set(id, files)
          for (const file of added) needed.add(file)
          for (const file of dropped) needed.delete(file)
        }
        expect(needed).toEqual(new Set([...model.values()].flat()))
        for (const file of ['1', '2', '3', '4']) {
          const ids = [...model].filter(([, files]) => files.includes(file)).map(([id]) => id)
          expect(new Set(graph.dependentsOf(file))).toEqual(new Set(ids))
        }
      }),
    )
  })
})
