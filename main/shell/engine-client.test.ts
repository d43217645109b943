import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineOptions, ForkEvent, ForkRequest } from '../../contract/engine'
import { standardLimits } from '../../contract/limits'
import { standardServer } from '../../contract/server'
import { createEngineClient, type EngineClient, type EngineClientOptions } from './engine-client'

const script = path.join(import.meta.dirname, 'testing', 'stand-in-engine.mjs')
const never = 1_000_000

describe('the client of the engine', () => {
  let root: string
  let client: EngineClient
  let engine: EngineOptions
  let listeners: (() => void)[]
  const told: { readonly name: string; readonly payload: unknown }[] = []
  const forks: { readonly request: ForkRequest; readonly answer: (event: ForkEvent) => void }[] = []
  let endedThreads = 0

  function changed(): void {
    for (const listener of listeners.splice(0)) listener()
  }

  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => listeners.push(resolve))
  }

  const times = (name: string) => told.filter((one) => one.name === name).length

  function open(more: Partial<EngineClientOptions> = {}): EngineClient {
    client = createEngineClient({
      script,
      engine,
      onEvent: (name, payload) => {
        told.push({ name, payload })
        changed()
      },
      onFork: (request, answer) => {
        forks.push({ request, answer })
        changed()
      },
      onThreadEnded: () => {
        endedThreads += 1
      },
      log: () => undefined,
      delay: (deaths) => (deaths.length < 3 ? 0 : null),
      ...more,
    })
    return client
  }

  /** Makes it die, and waits until that is told. */
  async function die(): Promise<void> {
    const before = times('shell.engineFailed')
    const reply = await client.request('accident.dismiss', {})
    expect(reply).toMatchObject({ ok: false, error: { code: 'unavailable' } })
    await until(() => times('shell.engineFailed') > before)
  }

  async function dieAndLive(): Promise<void> {
    const before = times('shell.engineRestarted')
    await die()
    await until(() => times('shell.engineRestarted') > before)
  }

  const optionsNow = async () => {
    const reply = await client.request('state.get', {})
    return reply.ok ? (reply.value as EngineOptions) : null
  }

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'client-'))
    listeners = []
    told.length = 0
    forks.length = 0
    endedThreads = 0
    engine = {
      folder: '/first',
      createFolder: true,
      starterDir: '',
      hostScript: '',
      hostProcessScript: '',
      processesBy: 'shell',
      dataDir: path.join(root, 'engine'),
      limits: standardLimits,
      appVersion: '1.2.3',
      crashReports: { dir: path.join(root, 'crash-reports') },
    }
  })
  afterEach(async () => {
    await client.stop()
    rmSync(root, { recursive: true })
  })

  it('answers what waits when the engine dies, tells it, and starts another one', async () => {
    open()
    const waiting = client.request('journal.clear', { sessionId: 'x' })
    await dieAndLive()
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'unavailable' } })
    expect(told).toEqual([
      {
        name: 'shell.engineFailed',
        payload: { message: 'the engine thread ended with code 9', restartsInMs: 0 },
      },
      { name: 'shell.engineRestarted', payload: {} },
    ])
    expect((await optionsNow())?.folder).toBe('/first')
    expect(endedThreads).toBe(1)
  })

  it('starts it with the folder and the limits that were chosen meanwhile, and no second examples', async () => {
    open()
    const limits = { hangLimitInS: 30, heapLimitMb: 1024 }
    await client.request('folder.open', { path: '/second', create: true })
    await client.request('limits.set', limits)
    await dieAndLive()
    expect(await optionsNow()).toMatchObject({ folder: '/second', limits, createFolder: false })
  })

  const serverRequests = async () => {
    const reply = await client.request('examples.list', {})
    return reply.ok ? reply.value : null
  }

  it('lets clients in with the start of the app, where that was chosen', async () => {
    open({ server: { settings: standardServer, selected: 'echo.ts' } })
    await optionsNow()
    expect(await serverRequests()).toEqual([
      { name: 'server.select', params: { handlerId: 'echo.ts' } },
      { name: 'server.start', params: standardServer },
    ])
  })

  it('does not let them in anew where the person was quicker than the engine', async () => {
    engine = { ...engine, starterDir: 'late' }
    open()
    await client.request('server.start', standardServer)
    // Answered after it was ready.
    await optionsNow()
    expect(await serverRequests()).toEqual([{ name: 'server.start', params: standardServer }])
  })

  it('lets clients in again after a death, as it was asked to last', async () => {
    open()
    const settings = { ...standardServer, port: 0 }
    await client.request('server.start', settings)
    await client.request('server.select', { handlerId: 'tone.ts' })
    await dieAndLive()
    await optionsNow()
    expect(await serverRequests()).toEqual([
      { name: 'server.select', params: { handlerId: 'tone.ts' } },
      { name: 'server.start', params: settings },
    ])
    await client.request('server.stop', {})
    await dieAndLive()
    await optionsNow()
    expect(await serverRequests()).toEqual([])
  })

  it('writes a report of what was thrown and what was measured', async () => {
    open()
    await client.request('engine.metrics', {})
    await client.request('session.close', { sessionId: 'x' })
    await until(() => times('shell.engineRestarted') === 1)
    const dir = path.join(root, 'crash-reports')
    const [name = ''] = readdirSync(dir)
    expect(name).toMatch(/-engine\.json$/)
    expect(JSON.parse(readFileSync(path.join(dir, name), 'utf8'))).toMatchObject({
      versions: { app: '1.2.3' },
      error: {
        message: 'a defect of the engine',
        stack: expect.stringContaining('stand-in-engine'),
        exitCode: 1,
      },
      metrics: { isMetrics: true },
    })
  })

  it('leaves it alone after too many deaths, until the person starts it', async () => {
    open()
    await dieAndLive()
    await dieAndLive()
    await die()
    expect(told.at(-1)?.payload).toMatchObject({ restartsInMs: null })
    expect(await optionsNow()).toBeNull()
    client.restart()
    client.restart()
    await until(() => times('shell.engineRestarted') === 3)
    expect(await optionsNow()).not.toBeNull()
    await dieAndLive()
  })

  it('does not wait for the next attempt when the person does not', async () => {
    open({ delay: () => never })
    await die()
    client.restart()
    await until(() => times('shell.engineRestarted') === 1)
    expect(await optionsNow()).not.toBeNull()
  })

  it('tells the engine that asked for a process how it fares, and no other', async () => {
    open()
    void client.request('session.restart', { sessionId: 'x' })
    await until(() => forks.length === 1)
    const exited: ForkEvent = { type: 'fork-exited', id: 5, code: 0, signal: null }
    forks[0]?.answer(exited)
    await until(() => times('journal.grew') === 1)
    await dieAndLive()
    forks[0]?.answer(exited)
    await optionsNow()
    expect(times('journal.grew')).toBe(1)
  })

  it('stops while it runs, while the next attempt is to come, and when it is down', async () => {
    await open().stop()
    expect(await client.request('state.get', {})).toMatchObject({ ok: false })
    expect(() => client.restart()).toThrow('closing')

    open({ delay: () => never })
    await die()
    await client.stop()

    open({ delay: () => null })
    await die()
    await client.stop()
    expect(times('shell.engineRestarted')).toBe(0)
  })
})
