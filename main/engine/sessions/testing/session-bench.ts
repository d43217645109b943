import { createHash } from 'node:crypto'
import type { WireError } from '../../../../contract/errors'
import type { HostKind } from '../../../../contract/host-link'
import { type HostLimits, standardLimits } from '../../../../contract/limits'
import type { LoudnessReport } from '../../../../contract/loudness'
import { type Door, inThread, type ProcessReason, type SessionEntry } from '../../../../contract/state'
import type { TurnEvent } from '../../../../contract/turns'
import { buildHostBundle } from '../../../../handlers/host/testing/build-host-bundle'
import { compileSource } from '../../../../handlers/host/testing/compile-handler'
import { monotonicClock } from '../../clock'
import type { HandlerVersion } from '../../handler-version'
import type { HandlerHost } from '../../hosts/handler-host'
import { createHandlerThread } from '../../hosts/handler-thread'
import { loadHandler } from '../../hosts/host-calls'
import type { Quarantine } from '../../hosts/quarantine'
import { createSparePool } from '../../hosts/spare-pool'
import { createMemoryJournals } from '../../journal/testing/memory-journals'
import { createQuantiles } from '../../media/quantiles'
import { createOfferingClient, type OfferingClientOptions } from '../../rtc/testing/offering-client'
import type { SessionThreadsOptions } from '../../session-threads/session-threads'
import { startBenchThreads } from '../../session-threads/testing/bench-threads'
import { createCaller } from '../../testing/bench-driver'
import type { OpenJournal } from '../session-keep'
import { createSessions } from '../sessions'
import type { Timers } from '../timers'

export interface SessionBenchOptions {
  readonly timers?: Timers
  readonly limits?: HostLimits
  readonly connectLimit?: number
  /** Through which clients come in; the window's if left out. */
  readonly door?: Door
  /** Where rows go; left out = into memory, where `rows` finds them. */
  readonly openJournal?: OpenJournal
  readonly onLoudness?: (id: string, report: LoudnessReport) => void
  /** Do the work of sessions in session threads: that of those which come through a door for it. */
  readonly threads?: Partial<SessionThreadsOptions>
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
  const turns: { readonly id: string; readonly event: TurnEvent }[] = []
  let handlers = 0

  function takeHost(_version: HandlerVersion, kind: HostKind): HandlerHost {
    kinds.push(kind)
    // A thread stands for a process too: what is looked at here is which of them is asked for.
    const host = Object.defineProperty(pool.take(), 'kind', { value: kind })
    if (options.limits) host.setLimits(options.limits)
    hosts.push(host)
    return host
  }

  const quarantine: Quarantine = {
    reasonFor: ({ hash }) => reasons.get(hash) ?? null,
    add({ id, hash }, reason) {
      reasons.set(hash, reason)
      others?.threads.noteQuarantined({ id, hash }, reason)
    },
  }
  const pathTimes = { audio: createQuantiles(), video: createQuantiles(), swap: createQuantiles() }
  const shared = { clock: monotonicClock, quarantine, pathTimes }
  const limits = options.limits ?? standardLimits
  const others = options.threads && (await startBenchThreads({ ...shared, limits }, options.threads))

  const journals = createMemoryJournals()

  const sessions = createSessions({
    ...shared,
    openJournal: options.openJournal ?? journals.open,
    ...(others ? { otherThreads: others.threads } : {}),
    ...(options.timers ? { timers: options.timers } : {}),
    ...(options.connectLimit === undefined ? {} : { connectLimit: options.connectLimit }),
    takeHost,
    on: {
      changed: (id, entry) => (entry ? entries.set(id, entry) : entries.delete(id)),
      turn: (id, event) => void turns.push({ id, event }),
      ...{ speech: () => undefined, loudness: options.onLoudness ?? (() => undefined) },
      rejected: (version, error) => void rejected.push({ version: version.version, error }),
    },
  })

  return {
    sessions,
    rejected,
    /** Of every host that was taken, in their order. */
    kinds,
    hosts,
    turns,
    pathTimes,
    /** Only with `threads`. */
    others,
    entry: (id: string): SessionEntry | undefined => entries.get(id),
    rows: (id: string, kind: string) => journals.rows(id).filter((row) => row.kind === kind),
    journals,
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
        sources: new Map([['mine.ts', source]]),
        id: `handler-${handlers}.ts`,
        version,
        hash,
        manifest,
        isolation: inThread,
        noticedAt: monotonicClock.now(),
      }
    },
    async call(version: HandlerVersion, clientOptions: OfferingClientOptions = {}) {
      const client = await createOfferingClient(clientOptions)
      const { sessionId, answer } = await sessions.open({
        version,
        client: { door: options.door ?? 'window', webrtcId: '', address: null },
        offered: { offer: client.offer, reach: 'loopback', hasMessages: true },
        inputs: {},
      })
      await client.accept(answer)
      await client.opened
      return createCaller(client, sessionId)
    },
    async stop(): Promise<void> {
      await sessions.close('the test is over')
      await others?.threads.close()
      await pool.close()
    },
  }
}

export type SessionBench = Awaited<ReturnType<typeof startSessionBench>>
