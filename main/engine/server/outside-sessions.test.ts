import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { standardLimits } from '../../../contract/limits'
import { standardServer } from '../../../contract/server'
import type { BenchState, SessionEntry } from '../../../contract/state'
import { buildHostBundle } from '../../../handlers/host/testing/build-host-bundle'
import { createEngine } from '../engine'
import { createOfferingClient } from '../rtc/testing/offering-client'
import { type Bench, startBench } from '../testing/bench-driver'
import { ask } from './testing/server-bench'

const echo = (name: string) => `
  import { StreamHandler } from 'soundcheck'
  export default class ${name} extends StreamHandler {
    receive() {}
    emit() { return null }
    copy() { return new ${name}() }
  }`

const settings = { ...standardServer, port: 0 }

describe('sessions of clients from outside', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await startBench({ 'first.ts': echo('First'), 'second.ts': echo('Second') })
    await Promise.all([bench.whenReady('first.ts'), bench.whenReady('second.ts')])
  })
  afterAll(() => bench.stop())

  const state = async (): Promise<BenchState> => (await bench.engine.request('state.get', {})).state
  const port = async (): Promise<number> => Number(new URL((await state()).server.urls[0] ?? '').port)
  const sessionOf = async (webrtcId: string): Promise<SessionEntry | undefined> =>
    Object.values((await state()).sessions).find(({ client }) => client.webrtcId === webrtcId)

  async function comeIn(webrtcId: string, to = '/webrtc/offer') {
    const client = await createOfferingClient({})
    const { json } = await ask(await port(), to, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sdp: client.offer, type: 'offer', webrtc_id: webrtcId }),
    })
    await client.accept(json.sdp)
    await client.opened
    return client
  }

  it('run the selected handler, or the one that they name, and end with the server; those of the window go on', async () => {
    await bench.engine.request('server.start', settings)
    await bench.engine.request('server.select', { handlerId: 'second.ts' })
    const own = await bench.call('first.ts')
    const clients = [await comeIn('one'), await comeIn('two', '/first/webrtc/offer')]
    expect((await sessionOf('one'))?.handlerId).toBe('second.ts')
    expect(await sessionOf('two')).toMatchObject({ handlerId: 'first.ts', client: { address: '127.0.0.1' } })
    expect((await ask(await port(), '/health', {})).json.sessions).toBe(3)
    await bench.engine.request('server.stop', {})
    for (const id of ['one', 'two'])
      expect(await sessionOf(id)).toMatchObject({ status: 'closed', reason: 'the server was stopped' })
    expect(bench.session(own.sessionId)?.status).toBe('live')
    expect((await state()).server).toMatchObject({ status: 'off', selected: 'second.ts' })
    await own.hangUp()
    await Promise.all(clients.map((client) => client.close()))
  })

  it('end with a reason when the server listens anew', async () => {
    await bench.engine.request('server.start', settings)
    const client = await comeIn('three')
    await bench.engine.request('server.start', settings)
    expect(await sessionOf('three')).toMatchObject({
      status: 'closed',
      reason: 'the server was started anew',
    })
    await client.close()
  })

  it('find no selected handler any more in another folder', async () => {
    await bench.engine.request('server.select', { handlerId: 'second.ts' })
    const other = path.join(path.dirname(bench.folder), 'other')
    mkdirSync(other)
    await bench.engine.request('folder.open', { path: other, create: false })
    expect((await state()).server.selected).toBeNull()
    expect((await ask(await port(), '/first/webrtc/offer', { method: 'POST' })).json.handlers).toEqual([])
    await expect(bench.engine.request('server.select', { handlerId: 'second.ts' })).rejects.toThrow(
      'no handler',
    )
  })
})

describe('an engine that is to listen at its start', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'listening-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const engineWith = async (port: number) => {
    const scripts = { starterDir: folder, hostScript: await buildHostBundle(), hostProcessScript: '' }
    return createEngine(
      {
        ...{ folder, createFolder: false, processesBy: 'engine', dataDir: null, limits: standardLimits },
        ...scripts,
        server: { ...settings, port },
      },
      () => undefined,
    )
  }

  it('listens, until it stops; another one at the same port says why it does not', async () => {
    const engine = await engineWith(0)
    await engine.start()
    const [url = ''] = (await engine.request('state.get', {})).state.server.urls
    const port = Number(new URL(url).port)
    const other = await engineWith(port)
    await other.start()
    expect((await other.request('state.get', {})).state.server).toMatchObject({
      status: 'failed',
      error: { message: expect.stringContaining('the port is in use') },
    })
    await Promise.all([engine.stop(), other.stop()])
    await expect(ask(port, '/health', {})).rejects.toThrow('ECONNREFUSED')
  })
})
