import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { SourcePosition } from '../../contract/errors'
import { toWireError } from '../../contract/errors'
import type { Tone } from '../design/tone'

/** One piece of trouble: what happened and what to do. */
export interface Alert {
  readonly tone: Tone
  readonly message: string
  readonly hint?: string | undefined
  readonly position?: SourcePosition | undefined
  /** The handler whose file can be opened. */
  readonly handlerId?: string | undefined
  /** What can be done about it at once. */
  readonly actions?: readonly { readonly label: string; readonly run: () => void }[]
}

export interface AlertState {
  readonly alerts: { readonly [key: string]: Alert }
}

/** Alerts by key: the same trouble again replaces itself. */
export interface AlertStore {
  readonly store: StoreApi<AlertState>
  raise(key: string, alert: Alert): void
  raiseError(key: string, thrown: unknown): void
  dismiss(key: string): void
}

export function createAlertStore(): AlertStore {
  const store = createStore<AlertState>(() => ({ alerts: {} }))
  const raise = (key: string, alert: Alert) =>
    store.setState(({ alerts }) => ({ alerts: { ...alerts, [key]: alert } }))
  return {
    store,
    raise,
    raiseError: (key, thrown) => {
      const { message, hint, position } = toWireError(thrown)
      raise(key, { tone: 'danger', message, hint, position })
    },
    dismiss: (key) =>
      store.setState(({ alerts }) => {
        if (!(key in alerts)) return { alerts }
        const { [key]: _gone, ...rest } = alerts
        return { alerts: rest }
      }),
  }
}
