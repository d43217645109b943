import { fromWireError } from '../contract/errors'
import type { EventName, Events } from '../contract/ipc'
import { standardLimits } from '../contract/limits'
import { applyPatch, type BenchState, emptyState } from '../contract/state'
import { createEngine, type Engine } from '../main/engine/engine'
import { surviveErrors } from '../main/engine/survive-errors'
import { type Companions, programVersion } from './companions'
import type { HandlerPlace } from './handler-place'

export interface HeadlessOptions {
  readonly place: HandlerPlace
  readonly companions: Companions
  /** Where journals are kept; null = nowhere. */
  readonly dataDir: string | null
  /** A line for whoever looks. */
  readonly log: (line: string) => void
}

/** The engine in this process, and a mirror of its state. */
export interface HeadlessEngine {
  readonly request: Engine['request']
  readonly state: () => BenchState
  /** Loads every handler; resolves when each of them runs or is broken. Throws why the folder cannot be used. */
  load(): Promise<BenchState>
  onState(listener: (before: BenchState, after: BenchState) => void): void
  onJournal(listener: (size: Events['journal.grew']) => void): void
  /** Closes sessions and everything else; listeners are told of it before this resolves. Idempotent. */
  stop(): Promise<void>
}

function isSettled({ folder, handlers }: BenchState): boolean {
  return folder.status !== 'opening' && Object.values(handlers).every(({ status }) => status !== 'compiling')
}

export function createHeadlessEngine({ place, companions, dataDir, log }: HeadlessOptions): HeadlessEngine {
  let state = emptyState
  const stateListeners = new Set<(before: BenchState, after: BenchState) => void>()
  const journalListeners = new Set<(size: Events['journal.grew']) => void>()
  const {
    hostScript,
    hostProcessScript,
    sessionThreadScript,
    journalThreadScript,
    exportThreadScript,
    starterDir,
  } = companions

  function told<N extends EventName>(name: N, payload: Events[N]): void {
    if (name === 'journal.grew')
      for (const listener of journalListeners) listener(payload as Events['journal.grew'])
    if (name !== 'state.patched') return
    const before = state
    state = applyPatch(before, payload as Events['state.patched'])
    for (const listener of [...stateListeners]) listener(before, state)
  }

  const engine = createEngine(
    {
      ...place,
      createFolder: false,
      starterDir,
      hostScript,
      hostProcessScript,
      sessionThreadScript,
      journalThreadScript,
      exportThreadScript,
      processesBy: 'engine',
      dataDir,
      limits: standardLimits,
      appVersion: programVersion(companions),
    },
    told,
  )
  surviveErrors(process, log)

  function settled(): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isSettled(state)) return
        stateListeners.delete(look)
        resolve()
      }
      stateListeners.add(look)
      look()
    })
  }

  return {
    request: engine.request,
    state: () => state,
    async load() {
      await engine.start()
      await engine.request('state.get', {})
      await settled()
      if (state.folder.error) throw fromWireError(state.folder.error)
      return state
    },
    onState: (listener) => void stateListeners.add(listener),
    onJournal: (listener) => void journalListeners.add(listener),
    async stop() {
      await engine.stop()
      await engine.request('state.get', {})
    },
  }
}
