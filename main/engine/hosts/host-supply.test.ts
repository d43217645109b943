import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { standardLimits } from '../../../contract/limits'
import { buildHostBundle } from '../../../handlers/host/testing/build-host-bundle'
import type { ForkOptions } from './fork-process'
import type { HandlerHost } from './handler-host'
import { createHostSupply, type HostSupply } from './host-supply'
import { createNodeFork } from './node-fork'
import { countThreads } from './testing/count-threads'

const hostScript = fileURLToPath(new URL('testing/stand-in-host.mjs', import.meta.url))
let script = ''
let supply: HostSupply
const taken: HandlerHost[] = []

/** A supply, and which processes it asked for and which of them live. */
function open() {
  const asked: ForkOptions[] = []
  const living = new Set<ForkOptions>()
  const fork = createNodeFork(script)
  supply = createHostSupply({
    hostScript,
    limits: standardLimits,
    fork(options, on) {
      asked.push(options)
      living.add(options)
      fork(options, {
        ...on,
        exited(code, signal) {
          living.delete(options)
          on.exited(code, signal)
        },
      })
    },
  })
  return { asked, living }
}

function take(kind: 'thread' | 'process'): HandlerHost {
  const host = supply.take(kind)
  taken.push(host)
  return host
}

beforeAll(async () => {
  script = await buildHostBundle('process')
})
afterEach(async () => {
  await Promise.all([supply.close(), ...taken.splice(0).map((host) => host.close('test over', 0))])
  expect(countThreads()).toBe(0)
})

describe('the supply of hosts', () => {
  it('starts no process before one is wanted, and then keeps one warm', async () => {
    const { asked, living } = open()
    expect(take('thread').kind).toBe('thread')
    await vi.waitFor(() => expect(countThreads()).toBe(2))
    expect(asked).toHaveLength(0)
    expect(take('process').kind).toBe('process')
    await vi.waitFor(() => expect(living.size).toBe(2), { timeout: 5000 })
  })

  it('makes new spares when the limit of the heap is another', async () => {
    const { asked } = open()
    take('process')
    await vi.waitFor(() => expect(asked).toHaveLength(2), { timeout: 5000 })
    supply.setLimits({ ...standardLimits, hangLimitInS: 3 })
    supply.setLimits({ ...standardLimits, heapLimitMb: 100 })
    await vi.waitFor(() => expect(asked).toHaveLength(3), { timeout: 5000 })
    expect(asked.map(({ heapLimitMb }) => heapLimitMb)).toEqual([512, 512, 100])
  })

  it('leaves no process behind when it is closed, but for those that were taken', async () => {
    const { asked, living } = open()
    const mine = take('process')
    await vi.waitFor(() => expect(asked).toHaveLength(2), { timeout: 5000 })
    await supply.close()
    expect(living.size).toBe(1)
    await mine.close('over', 0)
    expect(living.size).toBe(0)
  })
})
