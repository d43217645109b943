import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createOfferingClient, type OfferingClientOptions } from '../../rtc/testing/offering-client'
import { createCaller, until } from '../../testing/bench-driver'
import { type DoorBench, startDoorBench } from '../testing/door-bench'
import { whepDoor, whipDoor } from './media-door'

const handler = `import { AsyncStreamHandler } from 'soundcheck'

export const stream = { modality: 'audio', mode: 'send-receive', concurrencyLimit: 1 }

const tone = Int16Array.from({ length: 960 }, (_, n) => 8000 * Math.sin((2 * Math.PI * 500 * n) / 48000))

export default class Both extends AsyncStreamHandler {
  told = false
  constructor() { super({ inputSampleRate: 48000, outputSampleRate: 48000 }) }
  async receive([, samples]) {
    if (this.told || !samples.some((sample) => sample > 5000)) return
    this.told = true
    console.log('it is loud')
  }
  async emit() {
    await new Promise((resolve) => setTimeout(resolve, 20))
    return [48000, tone]
  }
}
`

describe('WHIP and WHEP', () => {
  let bench: DoorBench
  const toClose: { close(): Promise<void> }[] = []

  beforeAll(async () => {
    bench = await startDoorBench(handler, [whipDoor, whepDoor])
  })
  afterEach(async () => {
    await bench.sessions.close('the test is over')
    await Promise.all(toClose.splice(0).map((one) => one.close()))
  })
  afterAll(() => bench.stop())

  async function offering(direction: OfferingClientOptions['direction']) {
    const client = await createOfferingClient({ direction, hasChannel: false })
    toClose.push(client)
    return client
  }

  const ask = (path: string, method: string, body?: string, headers: { [name: string]: string } = {}) =>
    fetch(new URL(path, bench.url), { method, headers, ...(body === undefined ? {} : { body }) })
  const post = (path: string, offer: string) =>
    ask(path, 'POST', offer, { 'content-type': 'application/sdp' })
  const trickle = (path: string, fragment: string, more: { [name: string]: string } = {}) =>
    ask(path, 'PATCH', fragment, { 'content-type': 'application/trickle-ice-sdpfrag', ...more })

  async function call(path: '/whip' | '/whep', offered?: OfferingClientOptions['direction']) {
    const client = await offering(offered ?? (path === '/whip' ? 'sendonly' : 'recvonly'))
    const response = await post(path, client.offer)
    const answer = await response.text()
    expect(response.status, answer).toBe(201)
    expect(response.headers.get('content-type')).toBe('application/sdp')
    const location = response.headers.get('location') ?? ''
    const session = bench.sessions.findLive(location.split('/').at(-1) ?? '')
    if (!session) throw new Error(`no session at ${location}`)
    await client.accept(answer)
    return { client, answer, location, tag: response.headers.get('etag') ?? '', session }
  }

  const errorOf = async (response: Response) =>
    ((await response.json()) as { readonly error: { readonly code: string; readonly message: string } }).error

  it('WHIP brings what the client sends to the handler, and takes it as recvonly', async () => {
    const { client, answer, session, location } = await call('/whip')
    expect(answer).toContain('a=recvonly')
    expect(answer).toContain('a=candidate:')
    expect(location).toMatch(/^\/whip\/[0-9a-f-]{36}$/)
    expect(session.entry().client).toMatchObject({ door: 'whip', address: '127.0.0.1' })
    const caller = createCaller(client, session.id)
    caller.sing(440)
    await until(() => bench.rows(session.id, 'console').length > 0, 'the handler to hear it')
    caller.hush()
  })

  it('WHEP brings what the handler emits to the client, and nobody waits for a data channel', async () => {
    const { client, answer, session } = await call('/whep')
    expect(answer).toContain('a=sendonly')
    const caller = createCaller(client, session.id)
    await until(() => caller.loudness(500) > 0.2, 'the tone')
    // More than the three seconds after which a missing channel would be told.
    await until(() => client.received.audio.length > 175, 'three and a half seconds of it')
    expect(session.entry()).toMatchObject({ status: 'live', fault: null, client: { door: 'whep' } })
    expect(bench.rows(session.id, 'error')).toEqual([])
  })

  it('answers an offer of both directions with one', async () => {
    expect((await call('/whip', 'sendrecv')).answer).toContain('a=recvonly')
    await bench.sessions.close('next')
    expect((await call('/whep', 'sendrecv')).answer).toContain('a=sendonly')
  })

  it('DELETE ends the session before it answers, and only once', async () => {
    const { session, location } = await call('/whip')
    expect((await post('/whip', (await offering('sendonly')).offer)).status).toBe(429)
    expect((await ask(location, 'DELETE')).status).toBe(200)
    expect(session.entry()).toMatchObject({ status: 'closed', reason: 'the client hung up' })
    expect((await ask(location, 'DELETE')).status).toBe(404)
    await call('/whip')
  })

  it('a client that hangs up without a DELETE frees its slot', async () => {
    const { client, session } = await call('/whep')
    await until(() => session.entry().status === 'live', 'the connection')
    await client.leave()
    await until(() => session.entry().status === 'closed', 'the end')
  })

  it('PATCH takes candidates of this ICE session, and restarts none', async () => {
    const client = await offering('sendonly')
    const response = await post('/whip', client.offer.replace(/a=(candidate:.*|end-of-candidates)\r\n/g, ''))
    const answer = await response.text()
    const location = response.headers.get('location') ?? ''
    const ufrag = /a=ice-ufrag:.*/.exec(client.offer)?.[0] ?? ''
    const line = /a=candidate:.*/.exec(client.offer)?.[0] ?? ''
    const fragment = [ufrag, 'm=audio 9 RTP/AVP 0', 'a=mid:0', line, 'a=end-of-candidates', ''].join('\r\n')
    const restart = fragment.replace(ufrag, 'a=ice-ufrag:another')
    const tag = response.headers.get('etag') ?? ''
    expect(tag).toMatch(/^"[\w-]+"$/)
    expect((await trickle(location, fragment, { 'if-match': '"other"' })).status).toBe(412)
    expect((await trickle(location, restart, { 'if-match': '*' })).status).toBe(422)
    expect((await trickle(location, restart)).status).toBe(422)
    expect((await trickle(location, 'nonsense')).status).toBe(400)
    expect((await trickle(location, fragment.replace('a=mid:0', 'a=mid:9'))).status).toBe(400)
    expect((await ask(location, 'PATCH', '{}', { 'content-type': 'application/json' })).status).toBe(415)
    expect((await trickle('/whip/none', fragment)).status).toBe(404)
    expect((await trickle(location, fragment, { 'if-match': tag })).status).toBe(204)
    expect((await trickle(location, fragment)).status).toBe(204)
    await client.accept(answer)
  })

  it('refuses what is no offer, or not for this handler, and keeps no slot for it', async () => {
    const { offer } = await offering('sendonly')
    const wrong = await ask('/whip', 'POST', JSON.stringify({ sdp: offer }), {
      'content-type': 'application/json',
    })
    expect(wrong.status).toBe(415)
    expect(wrong.headers.get('accept-post')).toBe('application/sdp')
    expect((await ask('/whip', 'POST')).status).toBe(415)
    for (const text of [
      '',
      'nonsense',
      offer.replace(/opus/gi, 'PCMU'),
      offer.replace(/sendonly/g, 'inactive'),
    ]) {
      const response = await post('/whip', text)
      expect(response.status).toBe(400)
      expect(await errorOf(response)).toMatchObject({
        code: 'invalid',
        message: expect.stringMatching(/\w+ \w+/),
      })
    }
    expect((await ask('/whip', 'GET')).status).toBe(405)
    expect((await ask('/whip/some-id', 'PUT')).status).toBe(405)
    await call('/whip')
  })

  it('says what it takes', async () => {
    const options = await ask('/whep', 'OPTIONS')
    expect([options.status, options.headers.get('accept-post')]).toEqual([204, 'application/sdp'])
  })

  it('never ends a session of another door, whose id can be guessed', async () => {
    const { session } = await call('/whip')
    expect((await ask(`/whep/${session.entry().client.webrtcId}`, 'DELETE')).status).toBe(404)
    expect((await ask(`/whip/${session.entry().client.webrtcId}`, 'DELETE')).status).toBe(200)
  })
})
