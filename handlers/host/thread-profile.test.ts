import { afterEach, describe, expect, it } from 'vitest'
import type { ProfilePlace } from '../../contract/thread-profile'
import { TestHost } from './testing/run-host'

let host: TestHost
afterEach(() => host.stop())

const source = `import { AsyncStreamHandler } from 'soundcheck'

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

function spin(ms) {
  const end = performance.now() + ms
  let sum = 0
  while (performance.now() < end)
    for (let n = 0; n < 1000; n += 1) sum += Math.sqrt(n)
  return sum
}

export default class Busy extends AsyncStreamHandler {
  async receive() {}
  async emit() {
    spin(30)
    await wait(10)
    return null
  }
}
`

describe('a profile of the thread', () => {
  it('names the line that has it, and how long', async () => {
    host = await TestHost.start()
    await host.load(source)
    await host.begin()
    host.post({ type: 'profile', forMs: 800 })
    const { profile } = await host.next('profiled')
    // V8 may put `spin` into its caller once it runs hot: then the line that calls it is all that is known.
    const isIt = ({ functionName, position: { line } }: ProfilePlace) =>
      (functionName === 'spin' && line >= 6 && line <= 10) || (functionName === 'emit' && line === 16)
    const [first] = profile.places
    expect(first && isIt(first)).toBe(true)
    const ms = profile.places.filter(isIt).reduce((sum, place) => sum + place.ms, 0)
    // Of what ran: a machine with other work runs less of it.
    expect(ms).toBeGreaterThan(0.8 * profile.authorMs)
    expect(profile.authorMs).toBeGreaterThan(profile.otherMs)
    expect(profile.authorMs).toBeLessThanOrEqual(profile.ms)
  })

  it('makes nobody believe that the handler is busy: meanwhile that is not told', async () => {
    host = await TestHost.start()
    await host.load(source.replace('spin(30)', ''))
    await host.begin()
    await host.next('counters')
    const from = host.all('counters').length
    host.post({ type: 'profile', forMs: 1500 })
    await host.next('profiled')
    const during = host.all('counters').slice(from)
    expect(during.length).toBeGreaterThan(0)
    for (const { counters } of during) expect(counters.busyShare).toBeNull()
  })

  it('says nothing of a handler that only waits', async () => {
    host = await TestHost.start()
    await host.load(source.replace('spin(30)', ''))
    await host.begin()
    host.post({ type: 'profile', forMs: 500 })
    const { profile } = await host.next('profiled')
    expect(profile.authorMs).toBeLessThan(0.2 * profile.ms)
  })
})
