import { describe, expect, it } from 'vitest'
import { createOpeningGate } from './opening-gate'

/** Work that ends when it is told to. */
function byHand() {
  const begun: number[] = []
  const ends: (() => void)[] = []
  return {
    begun,
    end: (n: number) => ends[n]?.(),
    work: (n: number) => () =>
      new Promise<number>((resolve) => {
        begun.push(n)
        ends[n] = () => resolve(n)
      }),
  }
}

describe('the gate', () => {
  it('lets so many in at once, and the others in their order', async () => {
    const gate = createOpeningGate({ atOnce: 2, mostWaiting: 10 })
    const { begun, end, work } = byHand()
    const all = [0, 1, 2, 3].map((n) => gate.pass(work(n)))
    await Promise.resolve()
    expect(begun).toEqual([0, 1])
    end(1)
    await all[1]
    await Promise.resolve()
    expect(begun).toEqual([0, 1, 2])
    end(0)
    await all[0]
    for (const n of [2, 3]) {
      await Promise.resolve()
      end(n)
    }
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3])
  })

  it('goes on after work that failed, and hands the failure on', async () => {
    const gate = createOpeningGate({ atOnce: 1, mostWaiting: 10 })
    const failing = gate.pass(() => Promise.reject(new Error('no')))
    const after = gate.pass(() => Promise.resolve('in'))
    await expect(failing).rejects.toThrow('no')
    expect(await after).toBe('in')
  })

  it('refuses when too many wait', async () => {
    const gate = createOpeningGate({ atOnce: 1, mostWaiting: 1 })
    const { end, work } = byHand()
    const first = gate.pass(work(0))
    await Promise.resolve()
    gate.check()
    const second = gate.pass(() => Promise.resolve())
    expect(() => gate.check()).toThrow('too many clients are waiting')
    end(0)
    await Promise.all([first, second])
    expect(() => gate.check()).not.toThrow()
  })
})
