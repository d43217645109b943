import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SessionEntry } from '../../../../contract/state'
import { createOfferingClient } from '../../rtc/testing/offering-client'
import { createCaller, until } from '../../testing/bench-driver'
import { type DoorBench, startDoorBench } from '../testing/door-bench'
import { webrtcDoor } from './webrtc-door'

const echo = `import { AsyncStreamHandler } from 'soundcheck'
import { z } from 'soundcheck'

export const stream = { modality: 'audio', concurrencyLimit: 2, inputs: z.object({ gain: z.number().min(0).default(1) }) }

export default class Echo extends AsyncStreamHandler {
  frames = []
  constructor() { super({ inputSampleRate: 48000, outputSampleRate: 48000 }) }
  async receive(frame) { this.frames.push(frame) }
  async emit() {
    const frame = this.frames.shift()
    if (frame) return frame
    await new Promise((resolve) => setTimeout(resolve, 5))
    return null
  }
  async onMessage(message) { await this.sendMessage(JSON.stringify({ heard: message, args: this.latestArgs })) }
}
`

/** What there is of all the answers that there are. */
interface Answer {
  readonly type: string
  readonly sdp: string
  readonly error: { readonly code: string; readonly message: string; readonly hint: string }
}

describe('POST /webrtc/offer', () => {
  let bench: DoorBench
  const toClose: { close(): Promise<void> }[] = []
  let clients = 0

  beforeAll(async () => {
    bench = await startDoorBench(echo, [webrtcDoor])
  })
  afterEach(async () => {
    await Promise.all(toClose.splice(0).map((one) => one.close()))
    await bench.sessions.close('the test is over')
  })
  afterAll(() => bench.stop())

  function nextId(): string {
    clients += 1
    return `client-${clients}`
  }

  async function post(body: unknown) {
    const response = await fetch(`${bench.url}/webrtc/offer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Answer }
  }

  function entryOf(webrtcId: string): SessionEntry {
    const entry = bench.sessions.findLive(webrtcId)?.entry()
    if (!entry) throw new Error(`no live session of ${webrtcId}`)
    return entry
  }

  async function offering(options: Parameters<typeof createOfferingClient>[0] = {}) {
    const client = await createOfferingClient(options)
    toClose.push(client)
    return client
  }

  const hostCandidate = (sdp: string) => /^a=(candidate:.*)$/m.exec(sdp)?.[1]?.trim() ?? ''
  const withoutCandidates = (sdp: string) => sdp.replace(/a=(candidate:.*|end-of-candidates)\r\n/g, '')

  async function call(more: { readonly inputs?: unknown } = {}) {
    const client = await offering()
    const webrtcId = nextId()
    const { status, body } = await post({
      sdp: client.offer,
      type: 'offer',
      webrtc_id: webrtcId,
      extra: 1,
      ...more,
    })
    expect(status).toBe(200)
    expect(body.type).toBe('answer')
    await client.accept(body.sdp)
    await client.opened
    return { client, webrtcId }
  }

  const end = (webrtcId: string) => bench.sessions.findLive(webrtcId)?.close('the test has seen enough')

  it('brings a tone to the handler and back, messages too, under the id and address of the client', async () => {
    const { client, webrtcId } = await call({ inputs: { gain: 0.5 } })
    const caller = createCaller(client, entryOf(webrtcId).id)
    caller.sing(440)
    // How much of it is heard depends on how busy the machine is, that it is heard does not.
    await until(() => caller.loudness(440) > 0.03, 'the tone back', 20_000)
    client.channel.send(JSON.stringify({ text: 'hello' }))
    await until(() => client.messages.some((text) => String(text).includes('hello')), 'the answer')
    expect(String(client.messages.find((text) => String(text).includes('hello')))).toContain('0.5')
    expect(entryOf(webrtcId).client).toEqual({ door: 'webrtc', webrtcId, address: '127.0.0.1' })
    caller.hush()
    await client.leave()
    await until(() => !bench.sessions.findLive(webrtcId), 'the end of the session')
  }, 40_000)

  it('answers a second offer of a client as FastRTC does, until its first session has ended', async () => {
    const { webrtcId } = await call()
    const { offer } = await offering()
    const again = { sdp: offer, type: 'offer', webrtc_id: webrtcId }
    const refused = { status: 'failed', meta: { error: 'connection_already_exists' } }
    expect(await post(again)).toEqual({ status: 200, body: refused })
    await end(webrtcId)
    expect((await post(again)).body.type).toBe('answer')
    await end(webrtcId)
  })

  it('says the limit when all sessions are in use, and takes the next as soon as one has hung up', async () => {
    const [first, second] = [await call(), await call()]
    const { offer } = await offering()
    const third = { sdp: offer, type: 'offer', webrtc_id: nextId() }
    const refused = { status: 'failed', meta: { error: 'concurrency_limit_reached', limit: 2 } }
    expect(await post(third)).toEqual({ status: 200, body: refused })
    await first.client.leave()
    await until(() => !bench.sessions.findLive(first.webrtcId), 'the slot')
    expect((await post(third)).body.type).toBe('answer')
    await Promise.all([end(second.webrtcId), end(third.webrtc_id)])
  })

  it('connects a client that trickles its candidates after the offer', async () => {
    const client = await offering()
    const webrtcId = nextId()
    const { body } = await post({ sdp: withoutCandidates(client.offer), type: 'offer', webrtc_id: webrtcId })
    const trickle = { type: 'ice-candidate', webrtc_id: webrtcId }
    const short = hostCandidate(client.offer).split(' ').slice(0, 8).join(' ')
    const given = [{ candidate: short, sdpMid: '0', sdpMLineIndex: 0 }, { candidate: '', sdpMid: '0' }, null]
    for (const candidate of given)
      expect(await post({ ...trickle, candidate })).toEqual({ status: 200, body: { status: 'success' } })
    await client.accept(body.sdp)
    await client.opened
    expect(entryOf(webrtcId).status).toBe('live')
    await end(webrtcId)
  })

  it('holds candidates that come before their offer, and tells those whose offer never comes', async () => {
    const client = await offering()
    const webrtcId = nextId()
    const candidate = { candidate: hostCandidate(client.offer), sdpMid: '0', sdpMLineIndex: 0 }
    const early = post({ type: 'ice-candidate', webrtc_id: webrtcId, candidate })
    const nobody = post({ type: 'ice-candidate', webrtc_id: 'nobody', candidate })
    const { body } = await post({ sdp: withoutCandidates(client.offer), type: 'offer', webrtc_id: webrtcId })
    expect((await early).body).toEqual({ status: 'success' })
    await client.accept(body.sdp)
    await end(webrtcId)
    expect(await nobody).toEqual({
      status: 200,
      body: { status: 'failed', meta: { error: 'unknown_connection' } },
    })
  })

  it('refuses candidates that are none, and does not let them spoil the connection', async () => {
    const client = await offering()
    const webrtcId = nextId()
    const bad = [
      'text',
      7,
      [],
      {},
      { candidate: 5 },
      { candidate: 'nonsense' },
      { candidate: 'candidate:1 1 udp 1 127.0.0.1 99999 typ host', sdpMid: '0' },
      { candidate: hostCandidate(client.offer), sdpMid: 'no such', sdpMLineIndex: null },
      { candidate: hostCandidate(client.offer), sdpMLineIndex: 7 },
    ]
    const early = bad.map((candidate) => post({ type: 'ice-candidate', webrtc_id: webrtcId, candidate }))
    const { body } = await post({ sdp: client.offer, type: 'offer', webrtc_id: webrtcId })
    for (const answer of await Promise.all(early))
      expect(answer.body).toEqual({ status: 'failed', meta: { error: 'invalid_candidate_format' } })
    await client.accept(body.sdp)
    await end(webrtcId)
  })

  it.each([
    ['no JSON', '{"type": "offer"', 400],
    ['nothing', '', 400],
    ['a list', [], 422],
    ['no type', { sdp: 'x', webrtc_id: 'a' }, 422],
    ['another type', { sdp: 'x', type: 'answer', webrtc_id: 'a' }, 422],
    ['no id', { sdp: 'x', type: 'offer' }, 422],
    ['an id that is too long', { sdp: 'x', type: 'offer', webrtc_id: 'a'.repeat(201) }, 422],
    ['no SDP', { type: 'offer', webrtc_id: 'a' }, 422],
    ['inputs that are no object', { sdp: 'x', type: 'offer', webrtc_id: 'a', inputs: [1] }, 422],
    ['SDP that is none', { sdp: 'x', type: 'offer', webrtc_id: 'a' }, 400],
  ])('refuses a body that is or has %s, in words', async (_what, body, status) => {
    const answer = await post(body)
    expect(answer.status).toBe(status)
    expect(answer.body.error).toMatchObject({ code: 'invalid', message: expect.stringMatching(/\w+ \w+/) })
    expect(bench.sessions.findLive('a')).toBeUndefined()
  })

  it('refuses media in no codec that it knows, and keeps no slot for it', async () => {
    const { offer } = await offering()
    const webrtcId = nextId()
    const { status, body } = await post({
      sdp: offer.replace(/opus/gi, 'PCMU'),
      type: 'offer',
      webrtc_id: webrtcId,
    })
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code: 'invalid', hint: expect.stringContaining('Opus') })
    expect(bench.sessions.findLive(webrtcId)).toBeUndefined()
  })

  it('leaves nothing of a client that goes away before it is answered', async () => {
    const { offer } = await offering()
    const webrtcId = nextId()
    const body = JSON.stringify({ sdp: offer, type: 'offer', webrtc_id: webrtcId })
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(bench.url).port) })
    const head = `POST /webrtc/offer HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
    socket.write(head + body)
    await until(() => bench.sessions.findLive(webrtcId) !== undefined, 'the session')
    const { id } = entryOf(webrtcId)
    socket.destroy()
    await until(() => ['closed', 'failed'].includes(bench.entry(id)?.status ?? ''), 'its end')
    expect(bench.entry(id)?.reason).toContain('went away before it was answered')
  })
})
