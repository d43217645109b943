import type { EventName } from '../../../contract/ipc'
import {
  applyPatch,
  type BenchState,
  emptyState,
  type StatePatch,
  type StateSnapshot,
} from '../../../contract/state'

/** The runner's copy of the engine's state, kept by its patches. */
export function createStateMirror(fetch: () => Promise<StateSnapshot>) {
  const listeners = new Set<(state: BenchState) => void>()
  let known: StateSnapshot = { revision: -1, state: emptyState }
  let fetching: Promise<void> | null = null
  /** Patches that came while the state was being fetched: newer ones among them follow on it. */
  let early: StatePatch[] = []

  function set(next: StateSnapshot): void {
    known = next
    for (const listener of listeners) listener(known.state)
  }

  function take(patch: StatePatch): void {
    if (fetching) early.push(patch)
    else if (patch.revision === known.revision + 1)
      set({ revision: patch.revision, state: applyPatch(known.state, patch) })
    else if (patch.revision > known.revision) void refresh()
  }

  /** Fetches it anew; a failure is the app's death, which whoever asked for something else is told of. */
  function refresh(): Promise<void> {
    fetching ??= fetch()
      .then(set, () => undefined)
      .then(() => {
        fetching = null
        const waiting = early
        early = []
        for (const patch of waiting) take(patch)
      })
    return fetching
  }

  return {
    state: () => known.state,
    refresh,
    /** The engine is another one: its revisions begin anew. */
    restart(): Promise<void> {
      known = { ...known, revision: -1 }
      return refresh()
    },
    note(name: EventName, payload: unknown): void {
      if (name === 'state.patched') take(payload as StatePatch)
      else if (name === 'shell.engineRestarted') void this.restart()
    },
    watch(listener: (state: BenchState) => void): () => void {
      listeners.add(listener)
      listener(known.state)
      return () => listeners.delete(listener)
    },
  }
}
