import type { WireError } from '../../contract/errors'
import type { FolderEntry, HandlerEntry, RolledBack, SessionEntry } from '../../contract/state'
import { withoutStop } from '../host/time-words'
import type { Alert } from './alert-store'

/** Tells one trouble of a file from the next, so that a dismissed one stays away and a new one is shown. */
export const brokenKey = (id: string, { message, position }: WireError): string =>
  `broken:${id}:${position?.line}:${message}`

/** A file that does not run as it is. */
export function brokenAlert(handler: HandlerEntry): Alert | null {
  const { id, error, manifest, version } = handler
  if (!error) return null
  const loads = error.code === 'compile' ? 'does not compile' : 'could not be loaded'
  const instead = version > 0 ? `Version ${version} goes on running. ` : ''
  const message = error.message.split('\n')[0] ?? ''
  return {
    tone: 'danger',
    // One that was taken back did load.
    message: isTakenBack(handler) ? message : `${manifest?.title ?? id} ${loads}: ${message}`,
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

/** A handler that has stopped is told of by the bar of its host. */
export function faultAlert({ fault, handlerId, host, rolledBack }: SessionEntry): Alert | null {
  if (!fault || host === 'gone' || rolledBack?.error.message === fault.message) return null
  const hint =
    fault.hint ?? 'The session goes on. Correct the handler and save it; the new version takes over.'
  return { tone: 'danger', message: fault.message, hint, position: fault.position, handlerId }
}

export function rollbackAlert({ from, to, error }: RolledBack, handlerId: string): Alert {
  return {
    tone: 'danger',
    message: `Version ${from} was taken back: ${withoutStop(error.message)}. Version ${to} runs again.`,
    hint: error.hint ?? 'Correct the file and save it; the next version is tried at once.',
    position: error.position,
    handlerId,
  }
}

/** Whether the trouble of a file is that its newest version was taken back. */
export function isTakenBack({ error, versions }: HandlerEntry): boolean {
  const rejected = versions[0]?.rejected
  return error != null && rejected != null && error.message.includes(rejected.message)
}
