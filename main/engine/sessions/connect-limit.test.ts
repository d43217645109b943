import { afterEach, describe, expect, it } from 'vitest'
import { createOfferingClient } from '../rtc/testing/offering-client'
import { until } from '../testing/bench-driver'
import { type SessionBench, startSessionBench } from './testing/session-bench'

const echo = `import { AsyncQueue, AsyncStreamHandler, type AudioFrame, type EmitType, waitForItem } from 'soundcheck'
export default class Echo extends AsyncStreamHandler {
  private readonly heard = new AsyncQueue<AudioFrame>()
  async receive(frame: AudioFrame): Promise<void> { await this.heard.put(frame) }
  async emit(): Promise<EmitType> { return await waitForItem(this.heard) }
}
`

describe('a client that nobody can reach, and that never calls', () => {
  let bench: SessionBench | undefined
  afterEach(() => bench?.stop())

  it('has its session ended, which says that no connection came about', async () => {
    bench = await startSessionBench({ connectLimit: 500 })
    const version = await bench.version(1, echo)
    const client = await createOfferingClient()
    // The discard port: nobody answers.
    const offer = client.offer.replace(/[\d.]+ \d+ typ/g, '127.0.0.1 9 typ')
    const { sessionId } = await bench.sessions.open({
      version,
      client: { door: 'window', webrtcId: '', address: null },
      offered: { offer, reach: 'loopback', hasMessages: true },
      inputs: {},
    })
    await until(() => bench?.entry(sessionId)?.closedAt !== null, 'the session to end')
    expect(bench.entry(sessionId)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('no connection'),
    })
    await client.close()
  })
})
