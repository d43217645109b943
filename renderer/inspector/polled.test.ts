import { describe, expect, it } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import { createPolled, type PolledAnswer } from './polled'

function setUp() {
  const timers: (() => void)[] = []
  const asked: { resolve(answer: PolledAnswer<string>): void; reject(thrown: unknown): void }[] = []
  const polled = createPolled<string>({
    ask: () => new Promise((resolve, reject) => void asked.push({ resolve, reject })),
    later: (work) => {
      timers.push(work)
      return () => void timers.splice(timers.indexOf(work), 1)
    },
    everyMs: 1000,
  })
  const settle = async (answer: PolledAnswer<string>) => {
    asked.at(-1)?.resolve(answer)
    await Promise.resolve()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { polled, timers, asked, settle }
}

describe('something that is polled', () => {
  it('is asked for at once, and not again without news', async () => {
    const { polled, timers, asked, settle } = setUp()
    expect(polled.state.get()).toEqual({ value: null, complete: false, error: null })
    await settle({ value: 'a', complete: true })
    expect(polled.state.get()).toEqual({ value: 'a', complete: true, error: null })
    timers.shift()?.()
    expect(asked).toHaveLength(1)
  })

  it('is asked for again after news, once, and only when the time has passed', async () => {
    const { polled, timers, asked, settle } = setUp()
    polled.again()
    await settle({ value: 'a', complete: true })
    polled.again()
    expect(asked).toHaveLength(1)
    timers.shift()?.()
    expect(asked).toHaveLength(2)
  })

  it('is asked for until the answer is complete', async () => {
    const { timers, asked, settle } = setUp()
    await settle({ value: 'a', complete: false })
    timers.shift()?.()
    await settle({ value: 'b', complete: true })
    timers.shift()?.()
    expect(asked).toHaveLength(2)
  })

  it('keeps the last answer when asking fails, and waits for news', async () => {
    const { polled, timers, asked, settle } = setUp()
    await settle({ value: 'a', complete: true })
    timers.shift()?.()
    polled.again()
    asked[1]?.reject(new SoundcheckError('not-found', 'it is gone'))
    await new Promise((resolve) => setImmediate(resolve))
    expect(polled.state.get()).toMatchObject({ value: 'a', error: { code: 'not-found' } })
    timers.shift()?.()
    expect(asked).toHaveLength(2)
  })

  it('takes nothing after it was closed', async () => {
    const { polled, timers, settle } = setUp()
    polled.close()
    await settle({ value: 'a', complete: false })
    expect(polled.state.get().value).toBeNull()
    expect(timers).toEqual([])
  })
})
