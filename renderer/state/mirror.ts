import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { WireError } from '../../contract/errors'
import { replyOf } from '../../contract/errors'
import type { BenchState, StatePatch } from '../../contract/state'
import { applyPatch, emptyState } from '../../contract/state'
import type { Client } from './client'

export interface MirrorState {
  readonly revision: number
  readonly bench: BenchState
  /**
   * `loading` until the first snapshot is here; `lost` when the engine does not answer; `ended` from its end until the state
   * of another one is here.
   */
  readonly link: 'loading' | 'following' | 'lost' | 'ended'
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
  // Counts engines, so that no answer of an earlier one is taken for the state of this one.
  #engine = 0

  constructor(client: Client) {
    this.#client = client
    this.#off = [
      client.on('state.patched', (patch) => this.#onPatch(patch)),
      client.on('shell.engineFailed', ({ message }) => this.#onEnded({ code: 'unavailable', message })),
      client.on('shell.engineRestarted', () => this.#onRestarted()),
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

  #onEnded(error: WireError): void {
    this.#leaveEngine()
    this.store.setState({ link: 'ended', error })
  }

  #onRestarted(): void {
    this.#leaveEngine()
    void this.#refetch()
  }

  /** What the engine was asked it does not answer any more, or not for the next one. */
  #leaveEngine(): void {
    this.#engine += 1
    this.#fetching = false
    this.#distrust()
  }

  #distrust(): void {
    this.#trusted = false
    this.#waiting = []
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
    const engine = this.#engine
    const reply = await replyOf(() => this.#client.request('state.get'))
    if (engine !== this.#engine) return
    this.#fetching = false
    if (!reply.ok) {
      this.#distrust()
      this.store.setState({ link: 'lost', error: reply.error })
      return
    }
    const { revision, state } = reply.value
    this.store.setState({ revision, bench: state, link: 'following', error: null })
    this.#trusted = true
    const patches = this.#waiting
    this.#waiting = []
    if (!patches.every((patch) => this.#follow(patch))) void this.#refetch()
  }
}

/** A copy of the engine's state, kept up to date by its patches. Nothing else writes the store. */
export const createMirror = (client: Client): Mirror => new EngineMirror(client)
