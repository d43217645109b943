import type { Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createOfferingClient, type OfferingClient } from '../../rtc/testing/offering-client'
import { until } from '../../testing/bench-driver'
import { type DoorBench, startDoorBench } from '../testing/door-bench'
import { webrtcDoor } from '../webrtc/webrtc-door'
import { hooksDoor } from './hooks-door'

const counting = `import { AdditionalOutputs, AsyncStreamHandler, AsyncQueue, z } from 'soundcheck'

export const stream = {
  modality: 'audio',
  inputs: z.object({ gain: z.number().min(0).max(2).default(1), name: z.string().default('nobody') }),
}

export default class Counting extends AsyncStreamHandler {
  outputs = new AsyncQueue()
  async receive() {}
  async emit() { return this.outputs.get() }
  async onMessage(message) {
    if (message.inputs) await this.sendMessage(JSON.stringify(this.latestArgs.slice(1)))
    else this.outputs.put(new AdditionalOutputs(message.output, { n: message.output }))
  }
}
`

interface Answer {
  readonly status: string
  readonly error: { readonly code: string; readonly message: string; readonly hint: string }
}

describe.each([
  ['the engine thread', {}],
  ['a session thread', { threads: {} }],
])('the hooks of a session in %s', (_where, options) => {
  let bench: DoorBench
  const clients: OfferingClient[] = []
  const sockets = new Set<Socket>()

  beforeAll(async () => {
    bench = await startDoorBench(counting, [webrtcDoor, hooksDoor], options)
    bench.app.server.on('connection', (socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
  })
  afterEach(async () => {
    await bench.sessions.close('the test is over')
    await Promise.all(clients.splice(0).map((one) => one.close()))
  })
  afterAll(() => bench.stop())

  async function call(webrtcId: string): Promise<OfferingClient> {
    const client = await createOfferingClient()
    clients.push(client)
    const response = await fetch(`${bench.url}/webrtc/offer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'offer', sdp: client.offer, webrtc_id: webrtcId }),
    })
    const { sdp } = (await response.json()) as { readonly sdp: string }
    await client.accept(sdp)
    await client.opened
    return client
  }

  async function hook(body: unknown) {
    const response = await fetch(`${bench.url}/input_hook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Answer }
  }

  /** Reads a stream as it comes. */
  async function listen(webrtcId: string) {
    const gone = new AbortController()
    const response = await fetch(`${bench.url}/outputs?webrtc_id=${webrtcId}`, { signal: gone.signal })
    const read = { text: '', isOver: false }
    const decoder = new TextDecoder()
    const body = response.body?.getReader()
    async function pump(): Promise<void> {
      for (let part = await body?.read(); part && !part.done; part = await body?.read())
        read.text += decoder.decode(part.value, { stream: true })
      read.isOver = true
    }
    // The end of a stream that the test itself gives up is no failure.
    const pumping = pump().catch((thrown: unknown) => {
      if (!gone.signal.aborted) throw thrown
    })
    return { response, read, pumping, leave: () => gone.abort() }
  }

  const emit = (client: OfferingClient, output: number) => client.channel.send(JSON.stringify({ output }))
  const argsSeen = async (client: OfferingClient): Promise<unknown> => {
    const before = client.messages.length
    client.channel.send(JSON.stringify({ inputs: true }))
    const answer = () => client.messages.slice(before).find((text) => String(text).startsWith('['))
    await until(() => answer() !== undefined, 'the inputs')
    return JSON.parse(String(answer()))
  }

  it('hands inputs to the handler by name, and in their order', async () => {
    const client = await call('one')
    expect(await hook({ webrtc_id: 'one', inputs: { name: 'Ada' } })).toEqual({
      status: 200,
      body: { status: 'success' },
    })
    expect(await argsSeen(client)).toEqual([1, 'Ada'])
    expect((await hook({ webrtc_id: 'one', inputs: [0.5, 'Bob'] })).status).toBe(200)
    expect(await argsSeen(client)).toEqual([0.5, 'Bob'])
    expect((await hook({ webrtc_id: 'one', inputs: [2] })).status).toBe(200)
    expect(await argsSeen(client)).toEqual([2, 'Bob'])
  })

  it.each([
    ['a value out of range', { gain: 3 }, /Input "gain"/],
    ['a value of another type', { gain: 'loud' }, /Input "gain"/],
    ['a name that there is not', { volume: 1 }, /no input "volume"/],
    ['more values than inputs', [1, 'a', 2], /3 inputs/],
    ['no values at all', undefined, /inputs cannot be used/],
    ['text', 'loud', /inputs cannot be used/],
  ])(
    'refuses %s with 422 and says which, and the handler keeps what it had',
    async (_what, inputs, message) => {
      const client = await call('two')
      const refused = await hook({ webrtc_id: 'two', inputs })
      expect(refused.status).toBe(422)
      expect(refused.body.error).toMatchObject({ code: 'invalid', message: expect.stringMatching(message) })
      expect(refused.body.error.hint).toMatch(/\w/)
      expect(await argsSeen(client)).toEqual([1, 'nobody'])
    },
  )

  it('knows no session that there is not', async () => {
    expect(await hook({ webrtc_id: 'none', inputs: {} })).toMatchObject({
      status: 404,
      body: { error: { code: 'not-found' } },
    })
    expect((await fetch(`${bench.url}/outputs?webrtc_id=none`)).status).toBe(404)
    expect((await fetch(`${bench.url}/outputs`)).status).toBe(422)
  })

  it('sends each output as it comes, those that waited first, and the end of the session', async () => {
    const client = await call('three')
    emit(client, 1)
    await until(() => client.messages.length === 1, 'the notice of the output')
    const { response, read, pumping } = await listen('three')
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    await until(() => read.text.includes('[1,'), 'the output that waited')
    emit(client, 2)
    await until(() => read.text.includes('[2,'), 'the next')
    expect(read.text).toContain('event: output\ndata: {"args":[2,{"n":2}]}\n\n')
    await bench.sessions.findLive('three')?.close('it was enough')
    await pumping
    expect(read.text).toMatch(/event: end\ndata: {"reason":"it was enough"}\n\n$/)
  })

  it('gives each output to one reader: the newest, and when that one leaves the one before it', async () => {
    const client = await call('four')
    const first = await listen('four')
    const second = await listen('four')
    emit(client, 1)
    await until(() => second.read.text.includes('[1,'), 'the output at the second')
    const before = sockets.size
    second.leave()
    await second.pumping
    await until(() => sockets.size < before, 'the server to notice')
    emit(client, 2)
    await until(() => first.read.text.includes('[2,'), 'the output at the first')
    expect(first.read.text).not.toContain('[1,')
    first.leave()
    await first.pumping
  })
})
