import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sharedObjects } from './shared-objects'

const share = (first: object, second: object, classes: readonly string[] = []) =>
  sharedObjects(first, second, { isAuthors: (name) => classes.includes(name) })

describe('objects that two copies share', () => {
  it('are found in fields of the same name, also within fields, each once', () => {
    const list: number[] = []
    const map = new Map([[1, 2]])
    const one = { list, again: list, inner: { deeper: { map } } }
    const other = { list, again: list, inner: { deeper: { map } } }
    expect(share(one, other)).toEqual([
      { path: ['list'], kind: 'array', isToBeFilled: false },
      { path: ['inner', 'deeper', 'map'], kind: 'Map', isToBeFilled: false },
    ])
  })

  it('are not those that cannot change, or whose class is of a package', () => {
    class Client {
      readonly requests = []
    }
    const fields = {
      answer: () => 1,
      frozen: Object.freeze([]),
      pattern: /a/g,
      date: new Date(0),
      client: new Client(),
      text: 'x',
    }
    expect(share({ ...fields }, { ...fields })).toEqual([])
    expect(share({ ...fields }, { ...fields }, ['Client'])).toMatchObject([{ kind: 'Client' }])
  })

  it('are found without calling a getter, and in a circle', () => {
    const make = () => {
      const handler: { self?: object; list: readonly number[]; readonly boom: never } = {
        list: [],
        get boom(): never {
          throw new Error('called')
        },
      }
      handler.self = handler
      return handler
    }
    expect(share(make(), make())).toEqual([])
  })

  it('are none when each copy has made its own', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 4 }), (value) => {
        expect(share(structuredClone(value), structuredClone(value))).toEqual([])
      }),
    )
  })
})
