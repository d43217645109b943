import { useCallback, useState } from 'react'
import { useStore } from 'zustand'
import type { WireError } from '../../contract/errors'
import type { FolderEntry, HandlerEntry, SessionEntry } from '../../contract/state'
import { useAttempt, useBench, useCallSession, useMirror, useStageHandler } from '../app/bench-context'
import type { Alert } from './alert-store'

export interface ShownAlert extends Alert {
  readonly key: string
  readonly dismiss: () => void
}

const brokenKey = (id: string, { message, position }: WireError) =>
  `broken:${id}:${position?.line}:${message}`

export function brokenAlert({ id, error, manifest, version }: HandlerEntry): Alert | null {
  if (!error) return null
  const loads = error.code === 'compile' ? 'does not compile' : 'could not be loaded'
  const instead = version > 0 ? `Version ${version} goes on running. ` : ''
  return {
    tone: 'danger',
    message: `${manifest?.title ?? id} ${loads}: ${error.message.split('\n')[0]}`,
    hint: `${instead}${error.hint ?? 'Correct the file and save it; it is loaded again at once.'}`,
    position: error.position,
    handlerId: id,
  }
}

/** The folder got lost while its handlers are still listed; without any the list itself says so. */
export function folderAlert({ status, error, path }: FolderEntry): Alert | null {
  if (status !== 'failed') return null
  return {
    tone: 'warning',
    message: error?.message ?? `The folder ${path} cannot be read.`,
    hint: error?.hint,
  }
}

export function faultAlert({ fault, handlerId }: SessionEntry): Alert | null {
  if (!fault) return null
  const hint =
    fault.hint ?? 'The session goes on. Correct the handler and save it; the new version takes over.'
  return { tone: 'danger', message: fault.message, hint, position: fault.position, handlerId }
}

/** All trouble to be shown now: what was raised, the fault of the session, and a file that does not compile. */
export function useAlerts(): readonly ShownAlert[] {
  const { alerts, client } = useBench()
  const raised = useStore(alerts.store, (state) => state.alerts)
  const handler = useStageHandler()
  const session = useCallSession()
  const attempt = useAttempt('dismiss')
  const folder = useMirror(({ bench }) => bench.folder)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const hide = (key: string) => setHidden((keys) => new Set([...keys, key]))
  const dismissFault = useCallback(
    () => session && attempt(() => client.request('session.dismissFault', { sessionId: session.id })),
    [attempt, client, session],
  )

  const shown: ShownAlert[] = []
  for (const [key, alert] of Object.entries(raised)) {
    shown.push({ ...alert, key, dismiss: () => alerts.dismiss(key) })
  }
  const fault = session && faultAlert(session)
  if (fault) shown.push({ ...fault, key: 'fault', dismiss: dismissFault })
  const broken = handler && brokenAlert(handler)
  const key = handler?.error ? brokenKey(handler.id, handler.error) : ''
  if (broken && !hidden.has(key)) shown.push({ ...broken, key, dismiss: () => hide(key) })
  const lost = folderAlert(folder)
  if (lost && !hidden.has(lost.message))
    shown.push({ ...lost, key: 'folder', dismiss: () => hide(lost.message) })
  return shown
}
