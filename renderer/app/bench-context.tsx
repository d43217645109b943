import type { ReactNode } from 'react'
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { HandlerEntry, SessionEntry } from '../../contract/state'
import type { CallState } from '../call/call-state'
import { isActive } from '../call/call-state'
import type { Devices } from '../media/device-list'
import type { MirrorState } from '../state/mirror'
import type { Signal } from '../state/signal'
import type { WindowState } from '../state/window-store'
import type { Bench } from './bench'

const BenchContext = createContext<Bench | null>(null)

export const BenchProvider = ({
  bench,
  children,
}: {
  readonly bench: Bench
  readonly children: ReactNode
}) => <BenchContext value={bench}>{children}</BenchContext>

export function useBench(): Bench {
  const bench = useContext(BenchContext)
  if (!bench) throw new Error('There is no BenchProvider above this component.')
  return bench
}

export const useMirror = <T,>(select: (state: MirrorState) => T): T =>
  useStore(useBench().mirror.store, select)
export const useWindow = <T,>(select: (state: WindowState) => T): T => useStore(useBench().window, select)
export const useCall = <T,>(select: (state: CallState) => T): T => useStore(useBench().call.store, select)
export const useSignal = <T,>(signal: Pick<Signal<T>, 'get' | 'subscribe'>): T =>
  useSyncExternalStore(signal.subscribe, signal.get)
export const useDevices = (): Devices => useSignal(useBench().devices)

export function useSelectedHandler(): HandlerEntry | null {
  const id = useWindow((state) => state.selectedHandlerId)
  return useMirror(({ bench }) => (id ? (bench.handlers[id] ?? null) : null))
}

/** The handler of the call while there is one, else the selected one: what the stage is about. */
export function useStageHandler(): HandlerEntry | null {
  const inCall = useCall(({ status, handlerId }) => (isActive(status) ? handlerId : null))
  const selected = useWindow((state) => state.selectedHandlerId)
  const id = inCall ?? selected
  return useMirror(({ bench }) => (id ? (bench.handlers[id] ?? null) : null))
}

/** The engine's entry of this window's newest session. */
export function useCallSession(): SessionEntry | null {
  const id = useCall((state) => state.sessionId)
  return useMirror(({ bench }) => (id ? (bench.sessions[id] ?? null) : null))
}

/** That entry while the call is on, by both ends: an engine that has ended does not tell of its sessions any more. */
export function useActiveSession(): SessionEntry | null {
  const session = useCallSession()
  const isOn = useCall(({ status }) => isActive(status))
  return isOn && session && isActive(session.status) ? session : null
}

/** Runs something that may fail and shows the failure as an alert under `key`. */
export function useAttempt(key: string): (work: () => unknown) => void {
  const { alerts } = useBench()
  return useCallback(
    (work) => {
      const run = async () => {
        try {
          await work()
        } catch (thrown) {
          alerts.raiseError(key, thrown)
        }
      }
      void run()
    },
    [alerts, key],
  )
}
