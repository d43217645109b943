import { useState } from 'react'
import { useStore } from 'zustand'
import { useAttempt, useBench, useMirror, useStageHandler, useStageSession } from '../app/bench-context'
import type { Alert } from './alert-store'
import { brokenAlert, brokenKey, faultAlert, folderAlert, isTakenBack, rollbackAlert } from './alert-texts'

export interface ShownAlert extends Alert {
  readonly key: string
  readonly dismiss: () => void
  /** What was tried can be looked at. */
  readonly compare?: () => void
}

function useRaisedAlerts(): readonly ShownAlert[] {
  const { alerts } = useBench()
  const raised = useStore(alerts.store, (state) => state.alerts)
  return Object.entries(raised).map(([key, alert]) => ({ ...alert, key, dismiss: () => alerts.dismiss(key) }))
}

/** What the engine keeps until it is dismissed there. */
function useSessionAlerts(): readonly ShownAlert[] {
  const { client, window } = useBench()
  const session = useStageSession()
  const attempt = useAttempt('dismiss')
  if (!session) return []
  const { id: sessionId, handlerId, rolledBack } = session
  const fault = faultAlert(session)
  const shown: ShownAlert[] = []
  if (rolledBack) {
    const { from, to } = rolledBack
    shown.push({
      ...rollbackAlert(rolledBack, handlerId),
      key: 'rolled back',
      dismiss: () => attempt(() => client.request('session.dismissRollback', { sessionId })),
      compare: () => window.setState({ comparison: { handlerId, from: to, to: from } }),
    })
  }
  if (fault) {
    const dismiss = () => attempt(() => client.request('session.dismissFault', { sessionId }))
    shown.push({ ...fault, key: 'fault', dismiss })
  }
  return shown
}

/** A version that was taken back in the call is told of as that already. */
function useFileAlert(): (Alert & { readonly key: string }) | null {
  const handler = useStageHandler()
  const session = useStageSession()
  if (!handler?.error) return null
  const isTold = session?.handlerId === handler.id && session.rolledBack !== null && isTakenBack(handler)
  const alert = isTold ? null : brokenAlert(handler)
  return alert && { ...alert, key: brokenKey(handler.id, handler.error) }
}

/** All trouble to be shown now: what was raised, what befell the session, and a file that does not run. */
export function useAlerts(): readonly ShownAlert[] {
  const raised = useRaisedAlerts()
  const ofSession = useSessionAlerts()
  const ofFile = useFileAlert()
  const lost = folderAlert(useMirror(({ bench }) => bench.folder))
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const hideable = [ofFile, lost && { ...lost, key: lost.message }].filter((alert) => alert !== null)
  const hide = (key: string) => setHidden((keys) => new Set([...keys, key]))
  return [
    ...raised,
    ...ofSession,
    ...hideable
      .filter(({ key }) => !hidden.has(key))
      .map((alert) => ({ ...alert, dismiss: () => hide(alert.key) })),
  ]
}
