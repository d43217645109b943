import { createStore } from 'zustand/vanilla'
import {
  type BenchState,
  diffState,
  emptyState,
  type HandlerEntry,
  type SessionEntry,
  type StatePatch,
  type StateSnapshot,
} from '../../contract/state'

/** Patches go out at most this often, ms. */
const PUBLISH_INTERVAL = 50

type Changes<T> = ReadonlyMap<string, T | null>

function merged<T>(now: { readonly [id: string]: T }, changes: Changes<T>): { readonly [id: string]: T } {
  const next = new Map(Object.entries(now))
  for (const [id, entry] of changes) {
    if (entry === null) next.delete(id)
    else next.set(id, entry)
  }
  return Object.fromEntries(next)
}

/** The engine's truth, and its publication as revisioned patches. */
export function createBenchStore(publish: (patch: StatePatch) => void) {
  const store = createStore<BenchState>(() => emptyState)
  let published = emptyState
  let revision = 0
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    const patch = diffState(published, store.getState(), revision + 1)
    if (!patch) return
    revision += 1
    published = store.getState()
    publish(patch)
  }

  function schedule(): void {
    timer ??= setTimeout(flush, PUBLISH_INTERVAL)
  }

  return {
    get: store.getState,
    setFolder(folder: BenchState['folder']): void {
      store.setState({ folder })
      schedule()
    },
    /** Puts entries in place; `null` takes one away. */
    setHandlers(entries: Changes<HandlerEntry>): void {
      store.setState({ handlers: merged(store.getState().handlers, entries) })
      schedule()
    },
    setSessions(entries: Changes<SessionEntry>): void {
      store.setState({ sessions: merged(store.getState().sessions, entries) })
      schedule()
    },
    setLimits(limits: BenchState['limits']): void {
      store.setState({ limits })
      schedule()
    },
    setServer(server: BenchState['server']): void {
      store.setState({ server })
      schedule()
    },
    setAccident(accident: BenchState['accident']): void {
      store.setState({ accident })
      schedule()
    },
    /** The state with the revision that it was published as. */
    snapshot(): StateSnapshot {
      flush()
      return { revision, state: store.getState() }
    },
    close: () => clearTimeout(timer),
  }
}

export type BenchStore = ReturnType<typeof createBenchStore>
