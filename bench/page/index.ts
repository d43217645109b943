/** What the bench runs inside the window's page: both ends of what is measured, beside the product. */
import type { Bridge } from '../../contract/ipc'
import type { EngineMetrics } from '../../contract/metrics'
import { createClient } from '../../renderer/state/client'
import { type Call, type CallTimes, openCall, type Way } from './call'
import { createInbox } from './inbox'
import type { Kind } from './link'

/** One call at a time; everything that crosses is plain data. */
export interface BenchPage {
  /** Opens a call that sends bursts, and pictures if wanted; ms until it was live. */
  open(way: Way, kinds: readonly Kind[]): Promise<number>
  record(seconds: number): Promise<CallTimes>
  /** When the handler's message of this `type` and `data` came in, in this call; ms since the epoch. */
  message(type: string, data: number): Promise<number>
  close(): Promise<void>
  /** Resolves when each of these handlers has a version that runs. */
  ready(handlerIds: readonly string[]): Promise<void>
  metrics(): Promise<EngineMetrics>
}

declare global {
  var benchPage: BenchPage
}

const READY_LIMIT = 15_000

const client = createClient((globalThis as unknown as { soundcheck: Bridge }).soundcheck)
let call: Call | null = null
let inbox = createInbox()

async function areReady(handlerIds: readonly string[]): Promise<boolean> {
  const { state } = await client.request('state.get')
  const entries = handlerIds.map((id) => state.handlers[id])
  const broken = entries.find((entry) => entry?.status === 'broken')
  if (broken) throw new Error(`${broken.id} does not run: ${broken.error?.message}`)
  return entries.every((entry) => entry?.status === 'ready')
}

async function ready(handlerIds: readonly string[]): Promise<void> {
  const end = performance.now() + READY_LIMIT
  while (!(await areReady(handlerIds))) {
    if (performance.now() > end)
      throw new Error(`${handlerIds.join(', ')} were not ready in ${READY_LIMIT} ms`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

globalThis.benchPage = {
  async open(way, kinds) {
    if (call) throw new Error('a call is open already')
    inbox = createInbox()
    call = await openCall({ client, way, kinds, onText: inbox.take })
    return call.connectTime
  },
  async record(seconds) {
    if (!call) throw new Error('no call is open')
    return await call.record(seconds)
  },
  message: (type, data) => inbox.wait(type, data),
  async close() {
    const open = call
    call = null
    await open?.close()
  },
  ready,
  metrics: () => client.request('engine.metrics'),
}
