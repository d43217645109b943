import { afterEach, describe, expect, it } from 'vitest'
import { unpackCalls } from '../../contract/call-records'
import { TestHost } from './testing/run-host'

let host: TestHost
afterEach(() => host.stop())

async function run(members: string): Promise<TestHost> {
  host = await TestHost.start()
  await host.load(`import { AsyncQueue, AsyncStreamHandler, waitForItem } from 'soundcheck'
    export default class Mine extends AsyncStreamHandler { ${members} }`)
  await host.begin()
  return host
}

const calls = () => host.all('calls').flatMap((report) => unpackCalls(report.calls))
const of = (method: string) => calls().filter((call) => call.method === method)
const hasEnded = (method: string) => () => of(method).length > 0

describe('the calls of a handler', () => {
  it('are reported with their lengths, outcomes and the arrival of their frames, from copy to reset', async () => {
    await run(`
      queue = new AsyncQueue()
      async startUp() { await new Promise((resolve) => setTimeout(resolve, 30)) }
      async receive([rate, samples]) {
        const end = performance.now() + 5
        while (performance.now() < end);
        this.queue.put([rate, samples])
        if (samples[0] === 7) throw new Error('seven')
      }
      async emit() { return this.queue.get() }
      async onMessage() {}`)
    host.audio(new Int16Array(480), 1, 5000)
    host.audio(new Int16Array(480).fill(7), 1, 5020)
    host.post({ type: 'message', message: 'hello' })
    await host.next('audio')
    await host.until(hasEnded('startUp'), 'the end of startUp')
    await host.close()
    expect(of('copy')).toMatchObject([{ outcome: 'ok', arrivedAt: null }])
    expect(of('receive')).toMatchObject([
      { outcome: 'ok', arrivedAt: 5000 },
      { outcome: 'error', arrivedAt: 5020 },
    ])
    for (const { ms } of of('receive')) expect(ms).toBeGreaterThanOrEqual(5)
    expect(of('onMessage')).toMatchObject([{ outcome: 'ok' }])
    expect(of('startUp')[0]?.ms).toBeGreaterThan(25)
    for (const method of ['shutdown', 'reset']) expect(of(method)).toMatchObject([{ outcome: 'ok' }])
    // The last one waited for a frame that never came.
    expect(of('emit').map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'closed'])
    // The session had lasted for 1000 ms when the instance was opened.
    for (const { endedAt, ms } of calls()) expect(endedAt - ms).toBeGreaterThanOrEqual(999)
  })

  it('of an emit that has nothing to give are not', async () => {
    await run(`
      rounds = 0
      async receive() {}
      async emit() {
        this.rounds++
        if (this.rounds === 4) console.log('four')
        return null
      }`)
    await host.next('console')
    await host.close()
    expect(of('emit')).toEqual([])
    expect(of('startUp')).toHaveLength(1)
  })

  it('tell of a copy that fails', async () => {
    host = await TestHost.start()
    await host.load(`import { AsyncStreamHandler } from 'soundcheck'
      export default class Mine extends AsyncStreamHandler {
        copy() { throw new Error('no') }
        async receive() {}
        async emit() { return null }
      }`)
    host.open()
    await host.next('open-failed')
    expect(calls()).toMatchObject([{ method: 'copy', outcome: 'error' }])
  })
})
