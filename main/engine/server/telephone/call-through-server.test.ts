import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServerEntry, standardServer } from '../../../../contract/server'
import type { SessionEntry } from '../../../../contract/state'
import { type Bench, startBench, until } from '../../testing/bench-driver'
import { connectSocket, toneOf } from '../socket-peer/testing/socket-client'
import { ask } from '../testing/server-bench'

const echo = `import { AsyncQueue, AsyncStreamHandler, waitForItem } from 'soundcheck'
export default class Echo extends AsyncStreamHandler {
  heard = new AsyncQueue()
  async receive(frame) { await this.heard.put(frame) }
  async emit() { return await waitForItem(this.heard) }
}
`

/** The name that a tunnel has given to the server. */
const TUNNEL = 'calls.example'

describe('a call through a tunnel', () => {
  let bench: Bench
  let server: ServerEntry

  beforeAll(async () => {
    bench = await startBench({ 'front desk.ts': echo })
    await bench.whenReady('front desk.ts')
    const allowedOrigins = [`https://${TUNNEL}`]
    await bench.engine.request('server.start', { ...standardServer, port: 0, allowedOrigins })
    server = (await bench.engine.request('state.get', {})).state.server
  }, 60_000)
  afterAll(() => bench.stop())

  const port = () => Number(new URL(server.urls[0] ?? '').port)
  const sessions = async (): Promise<readonly SessionEntry[]> =>
    Object.values((await bench.engine.request('state.get', {})).state.sessions)

  const incoming = (query: string) =>
    ask(port(), `/front%20desk/telephone/incoming${query}`, {
      method: 'POST',
      headers: { host: TUNNEL, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'CallSid=CA1&From=%2B15550100',
    })

  /** What Twilio does with the address: it drops the query, and comes through the tunnel. */
  function connect(url: string) {
    const { pathname, host } = new URL(url)
    return connectSocket(`ws://127.0.0.1:${port()}${pathname}`, { headers: { host } })
  }

  it('reaches the handler that it names with the token that it was made with, and is heard', async () => {
    const answer = await incoming(`?token=${server.token}`)
    const url = /<Stream url="([^"]+)"/.exec(answer.text)?.[1] ?? ''
    expect(url).toBe(`wss://${TUNNEL}/~${server.token}/front%20desk/telephone/handler`)
    const client = await connect(url)
    client.say({ event: 'connected', protocol: 'Call', version: '1.0.0' })
    client.say({ event: 'start', streamSid: 'MZ1', start: { streamSid: 'MZ1', callSid: 'CA1' } })
    for (let n = 0; n < 25; n += 1)
      client.play(toneOf(20, 8000, n * 160), { track: 'inbound', chunk: `${n + 1}` })
    await until(() => client.samples().length >= 4000, 'the echo')
    const [session] = await sessions()
    expect(session?.client).toEqual({ door: 'telephone', webrtcId: 'MZ1', address: '127.0.0.1' })
    expect(session?.handlerId).toBe('front desk.ts')
    client.say({ event: 'stop', streamSid: 'MZ1', stop: { callSid: 'CA1' } })
    await client.whenClosed()
  })

  it('without the token is refused, by both addresses', async () => {
    expect((await incoming('')).status).toBe(401)
    await expect(connect(`wss://${TUNNEL}/telephone/handler`)).rejects.toThrow(/401/)
    await expect(connect(`wss://${TUNNEL}/~wrong/telephone/handler`)).rejects.toThrow(/401/)
  })

  it('ends with the server, and so does a socket that has not begun', async () => {
    const path = `wss://${TUNNEL}/~${server.token}/front%20desk/telephone/handler`
    const [call, idle] = [await connect(path), await connect(path)]
    call.say({ event: 'start', streamSid: 'MZ2' })
    call.play(toneOf(100, 8000))
    await until(() => call.heard.length > 0, 'the echo')
    await bench.engine.request('server.stop', {})
    await Promise.all([call.whenClosed(), idle.whenClosed()])
    expect(call.closed()?.code).toBe(1000)
    expect((await sessions()).find(({ client }) => client.webrtcId === 'MZ2')).toMatchObject({
      status: 'closed',
      reason: 'the server was stopped',
    })
  })
})
