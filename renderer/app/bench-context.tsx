import type { ReactNode } from 'react'
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { HandlerEntry, SessionEntry, SessionStatus } from '../../contract/state'
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

/** The session of somebody else that this window looks at; null = it shows its own. */
export function useOutsideSession(): SessionEntry | null {
  const id = useSignal(useBench().outside.id)
  return useMirror(({ bench }) => (id ? (bench.sessions[id] ?? null) : null))
}

/** The handler of the shown session while there is one, else the selected one: what the stage is about. */
export function useStageHandler(): HandlerEntry | null {
  const outside = useOutsideSession()?.handlerId
  const inCall = useCall(({ status, handlerId }) => (isActive(status) ? handlerId : null))
  const selected = useWindow((state) => state.selectedHandlerId)
  const id = outside ?? inCall ?? selected
  return useMirror(({ bench }) => (id ? (bench.handlers[id] ?? null) : null))
}

/** The session that the stage is about: somebody else's that is looked at, or this window's newest. */
export function useStageSession(): SessionEntry | null {
  const outside = useOutsideSession()
  const id = useCall((state) => state.sessionId)
  const own = useMirror(({ bench }) => (id ? (bench.sessions[id] ?? null) : null))
  return outside ?? own
}

/** That session while it is on, by both ends: an engine that has ended does not tell of its sessions any more. */
export function useActiveSession(): SessionEntry | null {
  const session = useStageSession()
  const isOutside = useOutsideSession() !== null
  const isOn = useCall(({ status }) => isActive(status)) || isOutside
  return isOn && session && isActive(session.status) ? session : null
}

/** How the shown session fares; a call of this window by its own connection. */
export function useStageStatus(): SessionStatus {
  const outside = useOutsideSession()?.status
  const own = useCall(({ status }) => status)
  return outside ?? own
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
