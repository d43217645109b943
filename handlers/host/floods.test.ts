import { afterEach, describe, expect, it } from 'vitest'
import { MOST_EMITTED_IN_FLIGHT } from '../../contract/host'
import { TestHost } from './testing/run-host'

let host: TestHost
afterEach(() => host.stop())

async function run(members: string, takesAudio = true): Promise<void> {
  host = await TestHost.start()
  host.takesAudio = takesAudio
  await host.load(`import { AsyncStreamHandler } from 'soundcheck'
export default class Mine extends AsyncStreamHandler { n = 0
async receive() {}
${members} }`)
  await host.begin()
}

const said = (text: string): Promise<unknown> => host.next('console', (line) => line.text === text)
const nothing = 'async emit() { return null }'

describe('a handler that floods the engine', () => {
  it('with cleared queues is heard of once for all that it had emitted between', async () => {
    await run(
      `async startUp() { for (let n = 0; n < 10000; n++) this.clearQueue(); console.log('cleared') } ${nothing}`,
    )
    await said('cleared')
    expect(host.all('clear-queue')).toEqual([{ type: 'clear-queue', turn: 1 }])
  })

  it('with cleared queues does not bring back what it emitted in a turn that was over', async () => {
    await run(`async emit() {
      if (this.n++ > 0) return null
      this.clearQueue()
      this.clearQueue()
      return [24000, new Int16Array(480)]
    }`)
    const { turn } = await host.next('audio')
    const [last] = host.all('clear-queue').slice(-1)
    expect([turn, last?.turn]).toEqual([0, 2])
  })

  it('with sound waits until the engine has taken some of it', async () => {
    await run(
      `async emit() { if (this.n++ === ${MOST_EMITTED_IN_FLIGHT + 20}) console.log('went on'); return [48000, new Int16Array(1)] }
      async onMessage() { console.log('so far ' + this.n) }`,
      false,
    )
    await host.until(() => host.all('audio').length >= MOST_EMITTED_IN_FLIGHT, 'the limit')
    host.post({ type: 'message', message: 'how many?' })
    await said(`so far ${MOST_EMITTED_IN_FLIGHT}`)
    expect(host.all('audio').length).toBe(MOST_EMITTED_IN_FLIGHT)
    host.takeAudio(50)
    await said('went on')
  })

  it('with messages that it does not await is told so once a second, not for each', async () => {
    await run(`async startUp() {
      for (let n = 0; n < 3000; n++) void this.sendMessage(String(n))
      await new Promise((resolve) => setTimeout(resolve, 50))
      console.log('sent')
    } ${nothing}`)
    await said('sent')
    const met = host.all('fault').filter(({ error }) => error.code === 'limit')
    expect(met.length).toBeLessThanOrEqual(1)
  })
})
