import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { WireError } from '../../contract/errors'
import { toWireError } from '../../contract/errors'
import type { BenchState, StatePatch } from '../../contract/state'
import { applyPatch, emptyState } from '../../contract/state'
import type { Client } from './client'

export interface MirrorState {
  readonly revision: number
  readonly bench: BenchState
  /** `loading` until the first snapshot is here; `lost` while the engine does not answer. */
  readonly link: 'loading' | 'following' | 'lost'
  readonly error: WireError | null
}

export interface Mirror {
  readonly store: Pick<StoreApi<MirrorState>, 'getState' | 'subscribe' | 'getInitialState'>
  close(): void
}

class EngineMirror implements Mirror {
  readonly store = createStore<MirrorState>(() => ({
    revision: -1,
    bench: emptyState,
    link: 'loading',
    error: null,
  }))
  readonly #client: Client
  readonly #off: (() => void)[]
  #waiting: StatePatch[] = []
  #fetching = false
  // Revisions start anew with a new engine, so after a failure only a snapshot can be believed.
  #trusted = false

  constructor(client: Client) {
    this.#client = client
    this.#off = [
      client.on('state.patched', (patch) => this.#onPatch(patch)),
      client.on('shell.engineFailed', ({ message }) => this.#onLost({ code: 'unavailable', message })),
    ]
    void this.#refetch()
  }

  close(): void {
    for (const off of this.#off.splice(0)) off()
  }

  #onPatch(patch: StatePatch): void {
    if (!this.#fetching && this.#trusted && this.#follow(patch)) return
    this.#waiting.push(patch)
    void this.#refetch()
  }

  #onLost(error: WireError): void {
    this.#trusted = false
    this.#waiting = []
    this.store.setState({ link: 'lost', error })
  }

  /** False when patches are missing between what is here and `patch`. */
  #follow(patch: StatePatch): boolean {
    const { revision, bench } = this.store.getState()
    if (patch.revision <= revision) return true
    if (patch.revision > revision + 1) return false
    this.store.setState({ revision: patch.revision, bench: applyPatch(bench, patch) })
    return true
  }

  async #refetch(): Promise<void> {
    if (this.#fetching) return
    this.#fetching = true
    try {
      const { revision, state } = await this.#client.request('state.get')
      this.store.setState({ revision, bench: state, link: 'following', error: null })
      this.#trusted = true
    } catch (thrown) {
      this.#onLost(toWireError(thrown))
    }
    this.#fetching = false
    const patches = this.#waiting
    this.#waiting = []
    if (!patches.every((patch) => this.#follow(patch))) void this.#refetch()
  }
}

/** A copy of the engine's state, kept up to date by its patches. Nothing else writes the store. */
export const createMirror = (client: Client): Mirror => new EngineMirror(client)
