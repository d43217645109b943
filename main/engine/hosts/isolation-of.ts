import { type HandlerIsolation, inThread } from '../../../contract/state'
import type { HandlerVersion } from '../handler-version'
import type { Quarantine } from './quarantine'

/** Where the next instance of a version runs, by its code and by what is known of it, and why. */
export function isolationOf(
  version: HandlerVersion,
  quarantine: Pick<Quarantine, 'reasonFor'>,
): HandlerIsolation {
  if (version.manifest.isolation === 'thread') return inThread
  if (version.isolation.kind === 'process') return version.isolation
  const reason = quarantine.reasonFor(version)
  return reason ? { kind: 'process', reason } : inThread
}
