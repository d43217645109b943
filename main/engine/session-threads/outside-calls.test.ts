import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { standardServer } from '../../../contract/server'
import { countThreads } from '../hosts/testing/count-threads'
import { createOfferingClient, type OfferingClient } from '../rtc/testing/offering-client'
import { type Bench, startBench, until } from '../testing/bench-driver'
import { busyEngine } from './testing/busy-engine'
import { talkativeHandler } from './testing/talkative-handler'

const LONG = 60_000

describe('an engine with a busy thread', () => {
  let bench: Bench
  let url = ''
  let threadsBefore = 0
  const clients: OfferingClient[] = []

  beforeAll(async () => {
    threadsBefore = countThreads()
    bench = await startBench({ 'talk.ts': talkativeHandler('one') }, busyEngine)
    await bench.whenReady('talk.ts')
    await bench.engine.request('server.start', { ...standardServer, port: 0 })
    url = `${(await bench.engine.request('state.get', {})).state.server.urls[0]}`
  }, LONG)
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()))
  })
  afterAll(() => bench.stop())

  const post = async (path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' }
    return (await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }
  const sessionThreads = async () => (await bench.engine.request('engine.metrics', {})).sessionThreads
  const entryOf = async (webrtcId: string) => {
    const { sessions } = (await bench.engine.request('state.get', {})).state
    const entry = Object.values(sessions).find(({ client }) => client.webrtcId === webrtcId)
    if (!entry) throw new Error(`there is no session of ${webrtcId}`)
    return entry
  }

  async function comeIn(webrtcId: string) {
    const client = await createOfferingClient({})
    clients.push(client)
    const offer = { sdp: client.offer, type: 'offer', webrtc_id: webrtcId }
    const { sdp } = (await post('/talk/webrtc/offer', offer)) as { sdp: string }
    await client.accept(sdp)
    await client.opened
    return client
  }

  /** The newest answer of the handler, once there is one more. */
  async function ask(client: OfferingClient, message: string): Promise<string> {
    const answers = () => client.messages.map(String).filter((text) => text.includes('"count"'))
    const before = answers().length
    client.channel.send(JSON.stringify(message))
    await until(() => answers().length > before, `an answer to ${message}`)
    return answers().at(-1) ?? ''
  }

  it(
    'lets those from outside in to another thread, hooks and all; the window stays in its own',
    async () => {
      const own = await bench.call('talk.ts')
      expect(await sessionThreads()).toEqual([])
      const client = await comeIn('one')
      expect(await sessionThreads()).toMatchObject([{ sessions: 1 }])
      const health = await (await fetch(`${url}/health`)).json()
      expect(health).toMatchObject({ sessions: 2, sessionThreads: 1 })
      expect(await post('/input_hook', { webrtc_id: 'one', inputs: { gain: 0.5 } })).toEqual({
        status: 'success',
      })
      expect(await ask(client, 'hello')).toContain('"gain":0.5')
      const outputs = await fetch(`${url}/outputs?webrtc_id=one`)
      await ask(client, 'output')
      const { id } = await entryOf('one')
      await bench.engine.request('session.close', { sessionId: id })
      const told = await outputs.text()
      expect(told).toContain('event: output\ndata: {"args":[1]}')
      expect(told).toMatch(/event: end\ndata: {"reason":"ended in the window"}\n\n$/)
      expect(await entryOf('one')).toMatchObject({ status: 'closed', reason: 'ended in the window' })
      expect((await bench.rows(id)).at(-1)?.summary).toBe('closed: ended in the window')
      await own.hangUp()
    },
    LONG,
  )

  it(
    'gives them what the person changes of the limits, and saved code',
    async () => {
      const client = await comeIn('two')
      const { id: sessionId } = await entryOf('two')
      await ask(client, 'hello')
      await bench.engine.request('limits.set', { hangLimitInS: 2, heapLimitMb: 512 })
      client.channel.send(JSON.stringify('block'))
      const isolation = () => bench.handler('talk.ts')?.isolation
      await until(() => isolation()?.kind === 'process', 'the end of the block', 20_000)
      expect(isolation()?.reason).toBe('hung')
      expect((await entryOf('two')).fault?.message).toContain('within 2 s')
      await ask(client, 'hello')
      bench.write('talk.ts', talkativeHandler('two'))
      await until(() => bench.session(sessionId)?.handlerVersion === 2, 'the swap')
      expect(await ask(client, 'hello')).toContain('"by":"two","count":2')
    },
    LONG,
  )

  it(
    'ends them with the server, and its threads when it stops',
    async () => {
      await comeIn('three')
      await bench.engine.request('server.stop', {})
      expect(await entryOf('three')).toMatchObject({ status: 'closed', reason: 'the server was stopped' })
      await bench.engine.stop()
      await until(() => countThreads() === threadsBefore, 'the end of all threads')
    },
    LONG,
  )
})
