import { describe, expect, it } from 'vitest'
import { createWorkQueue } from './work-queue'

/** A queue whose work ends when the test says so. */
function staged(concurrency: number) {
  const started: string[] = []
  const ends = new Map<string, () => void>()
  let idle = 0
  const queue = createWorkQueue({
    concurrency,
    run: (id) => {
      started.push(id)
      return new Promise((resolve) => ends.set(id, resolve))
    },
    onIdle: () => {
      idle += 1
    },
  })
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
  const end = async (id: string) => {
    ends.get(id)?.()
    await settled()
  }
  return { queue, started, end, settled, idle: () => idle }
}

describe('the work queue', () => {
  it('runs no more at once than it may, the most important first', async () => {
    const { queue, started, end, settled } = staged(2)
    queue.add('a', 1)
    queue.add('b', 2)
    queue.add('c', 3)
    queue.add('d', 4)
    await settled()
    expect(started).toEqual(['a', 'b'])
    await end('a')
    await end('b')
    expect(started).toEqual(['a', 'b', 'd', 'c'])
  })

  it('does work again that is added while it runs, once, and not beside itself', async () => {
    const { queue, started, end, settled } = staged(2)
    queue.add('a', 1)
    await settled()
    queue.add('a', 2)
    queue.add('a', 3)
    await settled()
    expect(started).toEqual(['a'])
    expect(queue.isWaiting('a')).toBe(true)
    await end('a')
    expect(started).toEqual(['a', 'a'])
    expect(queue.isWaiting('a')).toBe(false)
    await end('a')
    expect(started).toEqual(['a', 'a'])
  })

  it('forgets what is removed', async () => {
    const { queue, started, end, settled } = staged(1)
    queue.add('a', 1)
    queue.add('b', 1)
    queue.remove('b')
    await settled()
    await end('a')
    expect(started).toEqual(['a'])
  })

  it('says when nothing is left', async () => {
    const { queue, end, idle, settled } = staged(1)
    queue.add('a', 1)
    queue.add('b', 1)
    await settled()
    await end('a')
    expect(idle()).toBe(0)
    await end('b')
    expect(idle()).toBe(1)
  })

  it('waits for what runs when it closes, and starts nothing more', async () => {
    const { queue, started, end, settled } = staged(1)
    queue.add('a', 1)
    queue.add('b', 1)
    await settled()
    const closed = queue.close()
    await end('a')
    await closed
    queue.add('c', 1)
    await settled()
    expect(started).toEqual(['a'])
  })
})
