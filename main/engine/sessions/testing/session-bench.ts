import { createHash } from 'node:crypto'
import type { WireError } from '../../../../contract/errors'
import type { HostKind } from '../../../../contract/host-link'
import type { HostLimits } from '../../../../contract/limits'
import { inThread, type ProcessReason, type SessionEntry } from '../../../../contract/state'
import { buildHostBundle } from '../../../../handlers/host/testing/build-host-bundle'
import { compileSource } from '../../../../handlers/host/testing/compile-handler'
import { monotonicClock } from '../../clock'
import type { HandlerVersion } from '../../handler-version'
import type { HandlerHost } from '../../hosts/handler-host'
import { createHandlerThread } from '../../hosts/handler-thread'
import { loadHandler } from '../../hosts/host-calls'
import { createSparePool } from '../../hosts/spare-pool'
import { createQuantiles } from '../../media/quantiles'
import { createOfferingClient } from '../../rtc/testing/offering-client'
import { createCaller } from '../../testing/bench-driver'
import { answerOffer } from '../answer-offer'
import { createSessions } from '../sessions'
import type { Timers } from '../timers'

export interface SessionBenchOptions {
  readonly timers?: Timers
  readonly limits?: HostLimits
  readonly connectLimit?: number
}

/** Sessions with real threads, codecs and connections, whose versions are given by hand. */
export async function startSessionBench(options: SessionBenchOptions = {}) {
  const hostScript = await buildHostBundle()
  const pool = createSparePool({ createHost: () => createHandlerThread({ hostScript }) })
  const entries = new Map<string, SessionEntry>()
  const rejected: { readonly version: number; readonly error: WireError }[] = []
  const kinds: HostKind[] = []
  const reasons = new Map<string, ProcessReason>()
  const hosts: HandlerHost[] = []
  let handlers = 0

  function takeHost(_version: HandlerVersion, kind: HostKind): HandlerHost {
    kinds.push(kind)
    // A thread stands for a process too: what is looked at here is which of them is asked for.
    const host = Object.defineProperty(pool.take(), 'kind', { value: kind })
    if (options.limits) host.setLimits(options.limits)
    hosts.push(host)
    return host
  }

  const sessions = createSessions({
    clock: monotonicClock,
    ...(options.timers ? { timers: options.timers } : {}),
    ...(options.connectLimit === undefined ? {} : { connectLimit: options.connectLimit }),
    takeHost,
    quarantine: {
      reasonFor: ({ hash }) => reasons.get(hash) ?? null,
      add: ({ hash }, reason) => void reasons.set(hash, reason),
    },
    pathTimes: { audio: createQuantiles(), video: createQuantiles(), swap: createQuantiles() },
    on: {
      changed: (id, entry) => (entry ? entries.set(id, entry) : entries.delete(id)),
      journalGrew: () => undefined,
      turn: () => undefined,
      speech: () => undefined,
      rejected: (version, error) => void rejected.push({ version: version.version, error }),
    },
  })

  return {
    sessions,
    rejected,
    /** Of every host that was taken, in their order. */
    kinds,
    hosts,
    entry: (id: string): SessionEntry | undefined => entries.get(id),
    rows: (id: string, kind: string) =>
      sessions
        .get(id)
        .journal.page({ text: '', kinds: [], directions: [] }, 0, 1000)
        .rows.filter((row) => row.kind === kind),
    /** What follows are versions of another handler. */
    nextHandler(): void {
      handlers += 1
    },
    /** Compiles and probes it. */
    async version(version: number, source: string): Promise<HandlerVersion> {
      const compiled = await compileSource(source, '/handlers/mine.ts')
      const probe = pool.take()
      const { manifest } = await loadHandler(probe, compiled)
      await probe.close('probed', 0)
      const hash = createHash('sha256').update(compiled.code).digest('hex')
      return {
        ...compiled,
        id: `handler-${handlers}.ts`,
        version,
        hash,
        manifest,
        isolation: inThread,
        noticedAt: monotonicClock.now(),
      }
    },
    async call(version: HandlerVersion) {
      const client = await createOfferingClient({})
      const { sessionId, answer } = await sessions.open({
        version,
        client: { door: 'window', webrtcId: '', address: null },
        connect: answerOffer({
          offer: client.offer,
          manifest: version.manifest,
          clock: monotonicClock,
          reach: 'loopback',
          hasMessages: true,
        }),
        inputs: {},
      })
      await client.accept(answer)
      await client.opened
      return createCaller(client, sessionId)
    },
    async stop(): Promise<void> {
      await sessions.close('the test is over')
      await pool.close()
    },
  }
}

export type SessionBench = Awaited<ReturnType<typeof startSessionBench>>
