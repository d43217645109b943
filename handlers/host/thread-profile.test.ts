import { afterEach, describe, expect, it } from 'vitest'
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
    const [first] = profile.places
    expect(first?.functionName).toBe('spin')
    expect(first?.position.line).toBeGreaterThanOrEqual(6)
    expect(first?.position.line).toBeLessThanOrEqual(10)
    const inSpin = profile.places.filter(({ functionName }) => functionName === 'spin')
    const ms = inSpin.reduce((sum, place) => sum + place.ms, 0)
    // Three quarters of the time, on a machine with other work.
    expect(ms).toBeGreaterThan(0.3 * profile.ms)
    expect(ms).toBeLessThanOrEqual(profile.ms)
    expect(profile.authorMs).toBeGreaterThanOrEqual(ms)
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
