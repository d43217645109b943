import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EngineOptions, ForkEvent, FromEngine, ToEngine } from '../../../contract/engine'
import { fromWireError } from '../../../contract/errors'
import type { EngineRequestName, RequestParams, RequestResult } from '../../../contract/ipc'
import { standardServer } from '../../../contract/server'
import type { BenchState } from '../../../contract/state'
import { buildHostBundle } from '../../../handlers/host/testing/build-host-bundle'
import { createNodeFork } from '../hosts/node-fork'
import { createOfferingClient } from '../rtc/testing/offering-client'
import { until } from '../testing/bench-driver'
import { buildSessionThread } from './testing/build-session-thread'
import { talkativeHandler } from './testing/talkative-handler'

const root = path.resolve(import.meta.dirname, '../../..')
const LONG = 60_000

async function buildEngineThread(): Promise<string> {
  const outfile = path.join(root, `node_modules/.cache/soundcheck/engine-in-thread-${process.pid}.mjs`)
  await build({
    entryPoints: [path.join(import.meta.dirname, 'testing/engine-in-thread.ts')],
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent', outfile },
  })
  return outfile
}

/** The part of the shell: it asks the engine, and starts processes for it. */
function createShell(worker: Worker, hostProcessScript: string) {
  const fork = createNodeFork(hostProcessScript)
  const waiting = new Map<number, (reply: Extract<FromEngine, { type: 'reply' }>['reply']) => void>()
  const forked: number[] = []
  let lastId = 0
  const post = (message: ToEngine | ForkEvent): void => worker.postMessage(message)
  worker.on('message', (message: FromEngine) => {
    if (message.type === 'reply') waiting.get(message.id)?.(message.reply)
    if (message.type !== 'fork') return
    const { id } = message
    forked.push(id)
    fork(message, {
      output: (stream, text) => post({ type: 'fork-output', id, stream, text }),
      failed: (error) => post({ type: 'fork-failed', id, error }),
      exited: (code, signal) => post({ type: 'fork-exited', id, code, signal }),
    })
  })
  return {
    forked,
    request: <N extends EngineRequestName>(name: N, params: RequestParams<N>): Promise<RequestResult<N>> =>
      new Promise((resolve, reject) => {
        lastId += 1
        waiting.set(lastId, (reply) => {
          if (reply.ok) resolve(reply.value as RequestResult<N>)
          else reject(fromWireError(reply.error))
        })
        post({ type: 'request', id: lastId, name, params } as ToEngine)
      }),
    stop: () => post({ type: 'stop' }),
  }
}

describe('session threads of an engine that is a thread itself, as in the app', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nested-'))
  let worker: Worker
  let shell: ReturnType<typeof createShell>
  let script = ''

  beforeAll(async () => {
    script = await buildEngineThread()
    const handlers = path.join(folder, 'handlers')
    mkdirSync(handlers)
    writeFileSync(path.join(handlers, 'talk.ts'), talkativeHandler('one'))
    const options: EngineOptions = {
      folder: handlers,
      createFolder: false,
      starterDir: folder,
      hostScript: await buildHostBundle(),
      hostProcessScript: '',
      sessionThreadScript: await buildSessionThread(),
      processesBy: 'shell',
      dataDir: path.join(folder, 'data'),
      limits: { hangLimitInS: 3, heapLimitMb: 512 },
      server: { ...standardServer, port: 0 },
    }
    worker = new Worker(script, { workerData: options })
    shell = createShell(worker, await buildHostBundle('process'))
    await once(worker, 'message')
  }, LONG)
  afterAll(() => {
    for (const made of [folder, script]) rmSync(made, { recursive: true, force: true })
  })

  /** Looks until the state is as it should be. */
  async function stateWhere(holds: (state: BenchState) => boolean): Promise<BenchState> {
    for (;;) {
      const { state } = await shell.request('state.get', {})
      if (holds(state)) return state
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const session = ({ sessions }: BenchState) => Object.values(sessions)[0]

  it(
    'find the line at which a handler blocks, have a process started for it by the shell, and end with the engine',
    async () => {
      const { server } = await stateWhere(({ handlers }) => handlers['talk.ts']?.status === 'ready')
      const client = await createOfferingClient({})
      const response = await fetch(`${server.urls[0]}/webrtc/offer`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ sdp: client.offer, type: 'offer', webrtc_id: 'one' }),
      })
      await client.accept(((await response.json()) as { sdp: string }).sdp)
      await client.opened
      expect((await shell.request('engine.metrics', {})).sessionThreads).toMatchObject([{ sessions: 1 }])
      client.channel.send(JSON.stringify('block'))
      const blocked = await stateWhere((state) => session(state)?.blocked?.position != null)
      const line =
        talkativeHandler('one')
          .split('\n')
          .findIndex((text) => text.includes('for (;;)')) + 1
      expect(session(blocked)?.blocked).toMatchObject({ method: 'onMessage', position: { line } })
      await stateWhere(
        (state) => session(state)?.isolation === 'process' && session(state)?.host === 'running',
      )
      expect(shell.forked.length).toBeGreaterThan(0)
      client.channel.send(JSON.stringify('hello'))
      await until(() => client.messages.some((text) => String(text).includes('"count":1')), 'an answer')
      expect(client.messages.map(String).join()).not.toContain(`"thread":${process.pid}`)
      const ended = once(worker, 'exit')
      shell.stop()
      expect(await ended).toEqual([0])
      await client.close()
    },
    LONG,
  )
})
