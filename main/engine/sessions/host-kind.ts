import type { ProcessReason } from '../../../contract/state'
import type { HandlerVersion } from '../handler-version'
import type { ExitCause } from '../hosts/handler-host'

const reasonsByCause: { readonly [cause in ExitCause]?: ProcessReason } = { hung: 'hung', memory: 'memory' }

/** Why a handler that ended its thread like that is to run in a process from now on; null = it need not. */
export function reasonToMove(cause: ExitCause): ProcessReason | null {
  return reasonsByCause[cause] ?? null
}

const doings: { readonly [reason in ProcessReason]: string } = {
  asked: 'asks for it',
  native: 'loads a native add-on',
  hung: 'blocked its thread for too long',
  memory: 'used too much memory',
  died: 'ran when the app died',
}

/** For the journal: which version moves, and why. */
export function describeMove({ version, id }: HandlerVersion, reason: ProcessReason): string {
  return `version ${version} of ${id} ${doings[reason]}: from now on it runs in a process of its own, until its code changes`
}
