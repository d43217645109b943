import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSequenceBook } from './sequence-book'

const bookOf = (sequences: readonly number[]) => {
  const book = createSequenceBook()
  const places = sequences.map((sequence) => book.add(sequence))
  return { places, expected: book.expected(), different: book.different() }
}
const run = (first: number, count: number) => Array.from({ length: count }, (_, i) => (first + i) & 0xffff)

describe('the book of sequence numbers', () => {
  it('expects nothing before the first packet', () => {
    expect(bookOf([])).toEqual({ places: [], expected: 0, different: 0 })
  })

  it('counts across the wrap', () => {
    expect(bookOf([65_534, 65_535, 0, 1])).toEqual({
      places: ['next', 'next', 'next', 'next'],
      expected: 4,
      different: 4,
    })
  })

  it('expects what is missing, also across the wrap', () => {
    expect(bookOf([65_534, 2])).toMatchObject({ expected: 5, different: 2 })
  })

  it('tells a late packet from one that came before', () => {
    expect(bookOf([10, 12, 11, 11, 12])).toEqual({
      places: ['next', 'next', 'late', 'again', 'again'],
      expected: 3,
      different: 3,
    })
  })

  it('begins where the lowest number is, though a higher one came first', () => {
    expect(bookOf([0, 65_535])).toEqual({ places: ['next', 'late'], expected: 2, different: 2 })
  })

  it('takes a far jump for a new beginning only when the next packet follows it', () => {
    expect(bookOf([...run(100, 3), 30_000, ...run(103, 2)])).toMatchObject({ expected: 5, different: 5 })
    const anew = bookOf([...run(100, 3), ...run(30_000, 4)])
    expect(anew.places.slice(3)).toEqual(['stray', 'next', 'next', 'next'])
    expect(anew).toMatchObject({ expected: 7, different: 7 })
  })

  it('takes numbers of before a new beginning for new ones', () => {
    const far = [...run(100, 3), ...run(30_000, 3), ...run(100, 3)]
    expect(bookOf(far)).toMatchObject({ expected: 9, different: 9 })
  })
})

describe('any order within the memory', () => {
  /** Packets of which some are lost, some come twice, and some a little later than others. */
  const deliveries = fc
    .record({
      first: fc.integer({ min: 0, max: 0xffff }),
      fates: fc.array(fc.record({ copies: fc.integer({ min: 0, max: 3 }), delay: fc.nat(40) }), {
        minLength: 1,
        maxLength: 400,
      }),
    })
    .map(({ first, fates }) =>
      fates
        .flatMap(({ copies, delay }, place) =>
          Array.from({ length: copies }, (_, copy) => ({ place, at: place + delay * copy })),
        )
        .sort((a, b) => a.at - b.at)
        .map(({ place }) => ({ place, sequence: (first + place) & 0xffff })),
    )

  it('gives the numbers that a set of all places gives', () => {
    fc.assert(
      fc.property(deliveries, (packets) => {
        const { expected, different, places } = bookOf(packets.map(({ sequence }) => sequence))
        const came = packets.map(({ place }) => place)
        const distinct = new Set(came)
        const span = came.length === 0 ? 0 : Math.max(...came) - Math.min(...came) + 1
        expect({ expected, different }).toEqual({ expected: span, different: distinct.size })
        expect(places.filter((place) => place === 'again')).toHaveLength(came.length - distinct.size)
      }),
    )
  })
})
