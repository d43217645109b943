import path from 'node:path'
import type { EngineOptions } from '../../contract/engine'
import { SoundcheckError } from '../../contract/errors'
import type { HostKind } from '../../contract/host-link'
import type { EngineRequestName, EventName, Events, RequestParams, RequestResult } from '../../contract/ipc'
import type { SessionEntry } from '../../contract/state'
import { createBenchStore } from './bench-store'
import { createCatalog } from './catalog/catalog'
import { monotonicClock } from './clock'
import { type Answers, createAnswers } from './engine-answers'
import type { HandlerVersion } from './handler-version'
import type { ForkProcess } from './hosts/fork-process'
import type { HandlerHost } from './hosts/handler-host'
import { createHostSupply } from './hosts/host-supply'
import { createNodeFork } from './hosts/node-fork'
import { createQuarantine } from './hosts/quarantine'
import { createJournalFiles } from './journal/journal-files'
import { journalsDir } from './journal/read-journal'
import { createLoopDelay } from './loop-delay'
import { createQuantiles } from './media/quantiles'
import { createRecovery, type Recovery } from './recovery/recovery'
import { createCutOffSessions } from './sessions/cut-off-sessions'
import { createSessions } from './sessions/sessions'

export type Emit = <N extends EventName>(name: N, payload: Events[N]) => void

export interface Engine {
  /** Opens the user folder; what goes wrong with it is in the state, not thrown. */
  start(): Promise<void>
  request<N extends EngineRequestName>(name: N, params: RequestParams<N>): Promise<RequestResult<N>>
  /** Closes every session, the catalog and all hosts. Idempotent. */
  stop(): Promise<void>
}

const log = (line: string): void => console.error(`soundcheck: ${line}`)

/** Hosts of sessions, so that code in a thread which takes the whole app down is known to the next start. */
function noted(recovery: Recovery, take: (kind: HostKind) => HandlerHost) {
  return ({ id, hash }: HandlerVersion, kind: HostKind): HandlerHost => {
    const host = take(kind)
    if (kind === 'thread') host.onExit(recovery.noteThread({ id, hash }))
    return host
  }
}

/** What outlives a session, on the disk and in hosts that are kept warm. */
function createGround(options: EngineOptions, emit: Emit, fork: ForkProcess) {
  const { dataDir } = options
  const recovery = createRecovery({ ...options, log })
  const quarantine = createQuarantine({ file: dataDir && path.join(dataDir, 'quarantine.json'), log })
  for (const version of recovery.guilty) quarantine.add(version, 'died')
  const supplied = { hostScript: options.hostScript, fork, limits: options.limits, log }
  const needed = recovery.cutOff.map(({ id }) => id)
  const files = dataDir === null ? null : createJournalFiles({ dir: journalsDir(dataDir), log, needed })
  const journalGrew = (size: Events['journal.grew']): void => emit('journal.grew', size)
  return {
    recovery,
    quarantine,
    hosts: createHostSupply(supplied),
    // A supply of its own: else the probe of a save would take the warm host that the swap right after it needs.
    probeHosts: createHostSupply({ ...supplied, spareProcesses: 0 }),
    files,
    journalGrew,
    cutOff:
      files && createCutOffSessions({ sessions: recovery.cutOff, files, clock: monotonicClock, journalGrew }),
  }
}

/**
 * Everything that Soundcheck does without a window: plain Node, in whichever thread or process it was made.
 *
 * @param fork who starts handler processes where the engine itself cannot.
 */
export function createEngine(options: EngineOptions, emit: Emit, fork?: ForkProcess): Engine {
  const { starterDir } = options
  const clock = monotonicClock
  const store = createBenchStore((patch) => emit('state.patched', patch))
  const ground = createGround(options, emit, fork ?? createNodeFork(options.hostProcessScript))
  const { recovery, quarantine, hosts, probeHosts, files, cutOff } = ground
  const loopDelay = createLoopDelay()
  const pathTimes = { audio: createQuantiles(), video: createQuantiles(), swap: createQuantiles() }
  const catalog = createCatalog({
    takeHost: probeHosts.take,
    quarantine,
    onProbe: (code) => recovery.noteThread(code),
    clock,
    log,
  })
  const sessions = createSessions({
    clock,
    takeHost: noted(recovery, hosts.take),
    quarantine: {
      reasonFor: quarantine.reasonFor,
      add(version, reason) {
        quarantine.add(version, reason)
        catalog.refreshIsolation()
      },
    },
    pathTimes,
    ...(files ? { openJournalFile: files.open } : {}),
    on: {
      changed: sessionChanged,
      rejected: (version, error) => catalog.reject(version.id, version.version, error),
      journalGrew: ground.journalGrew,
      turn: (sessionId, event) => emit('session.turn', { sessionId, event }),
      speech: (sessionId, report) => emit('session.speech', { sessionId, ...report }),
    },
  })
  let stopping: Promise<void> | undefined

  function sessionChanged(id: string, entry: SessionEntry | null): void {
    store.setSessions(new Map([[id, entry]]))
    recovery.noteSession(id, entry)
  }

  catalog.onChanged(({ folder, entries }) => {
    if (folder) store.setFolder(folder)
    if (entries.size > 0) store.setHandlers(entries)
  })
  catalog.onVersion((version) => void sessions.swap(version))
  store.setLimits(options.limits)
  store.setAccident(recovery.accident())
  if (cutOff) store.setSessions(cutOff.entries)

  const answers: Answers = createAnswers({
    store,
    catalog,
    sessions,
    starterDir,
    journalOf: (id) => cutOff?.journal(id) ?? sessions.get(id).journal,
    folderOpened: recovery.noteFolder,
    setLimits(limits) {
      hosts.setLimits(limits)
      probeHosts.setLimits(limits)
      store.setLimits(limits)
    },
    dismissAccident() {
      recovery.dismiss()
      store.setAccident(null)
    },
    metrics: () => ({
      eventLoopDelay: loopDelay.take(),
      audioPath: pathTimes.audio.take(),
      videoPath: pathTimes.video.take(),
      swap: pathTimes.swap.take(),
    }),
  })

  return {
    start: () => catalog.open(options.folder, { create: options.createFolder, starterDir }),
    async request(name, params) {
      if (stopping) throw new SoundcheckError('closed', 'the engine is stopping')
      return answers[name](params)
    },
    stop() {
      stopping ??= (async () => {
        await sessions.close('the app is closing')
        cutOff?.close()
        await catalog.close()
        await files?.close()
        await Promise.all([hosts.close(), probeHosts.close()])
        await recovery.close()
        loopDelay.close()
        store.close()
      })()
      return stopping
    },
  }
}
