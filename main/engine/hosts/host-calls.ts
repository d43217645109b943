import { fromWireError, type Reply, SoundcheckError, type WireError } from '../../../contract/errors'
import type { Finding } from '../../../contract/findings'
import type { HandlerState, HostCommand, HostReport } from '../../../contract/host'
import type { HandlerManifest } from '../../../contract/manifest'
import type { HandlerHost } from './handler-host'

interface Question<T> {
  readonly command: HostCommand
  /** The outcome if `report` is the answer, else null. */
  readonly answer: (report: HostReport) => Reply<T> | null
  readonly timeoutMs: number
  readonly late: SoundcheckError
}

function ask<T>(host: HandlerHost, { command, answer, timeoutMs, late }: Question<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      offReport()
      offExit()
    }
    const fail = (error: SoundcheckError) => {
      stop()
      reject(error)
    }
    // A thread that ends may have said why: that knows the place, the exit code does not.
    let fault: WireError | null = null
    const offReport = host.onReport((report) => {
      if (report.type === 'fault') fault = report.error
      const reply = answer(report)
      if (!reply) return
      if (!reply.ok) return fail(fromWireError(reply.error))
      stop()
      resolve(reply.value)
    })
    const offExit = host.onExit(({ error }) =>
      fail(
        error
          ? fromWireError(fault ?? error)
          : new SoundcheckError('closed', 'The handler thread was closed.'),
      ),
    )
    const timer = setTimeout(() => fail(late), timeoutMs)
    host.post(command)
  })
}

/** What a file is, known once it was loaded. */
export interface LoadedHandler {
  readonly manifest: HandlerManifest
  /** Likely mistakes in it. */
  readonly findings: readonly Finding[]
}

/** Loads a compiled handler file; the host can then be opened once. A host that failed is the caller's to close. */
export function loadHandler(
  host: HandlerHost,
  { file, code, probe }: { readonly file: string; readonly code: string; readonly probe?: boolean },
  timeoutMs = 5000,
): Promise<LoadedHandler> {
  return ask(host, {
    command: { type: 'load', file, code, ...(probe ? { probe } : {}) },
    answer: (report) => {
      if (report.type === 'loaded') {
        return { ok: true, value: { manifest: report.manifest, findings: report.findings } }
      }
      return report.type === 'load-failed' ? { ok: false, error: report.error } : null
    },
    timeoutMs,
    late: new SoundcheckError('timeout', `The file did not finish loading within ${timeoutMs} ms.`, {
      hint: 'Look for an endless loop or long work at the top level or in the constructor; move it to startUp.',
    }),
  })
}

/** Makes the instance of one session. A host that failed is the caller's to close. */
export function openHandler(
  host: HandlerHost,
  session: Omit<Extract<HostCommand, { type: 'open' }>, 'type'>,
  timeoutMs = 3000,
): Promise<void> {
  return ask(host, {
    command: { type: 'open', ...session },
    answer: (report) => {
      if (report.type === 'opened') return { ok: true, value: undefined }
      return report.type === 'open-failed' ? { ok: false, error: report.error } : null
    },
    timeoutMs,
    late: new SoundcheckError('timeout', `The handler's copy() did not return within ${timeoutMs} ms.`, {
      hint: 'Look for an endless loop or long work in copy or the constructor; move it to startUp.',
    }),
  })
}

/** Stops the instance between two frames and takes what it has for the next version; null = nothing. It stands still then. */
export function exportState(host: HandlerHost, timeoutMs: number): Promise<HandlerState | null> {
  return ask(host, {
    command: { type: 'export-state' },
    answer: (report) => {
      if (report.type !== 'state') return null
      return report.error ? { ok: false, error: report.error } : { ok: true, value: report.state }
    },
    timeoutMs,
    late: new SoundcheckError('timeout', `exportState() gave no state within ${timeoutMs / 1000} s.`, {
      hint: 'Export what is in memory; do not wait for anything there.',
    }),
  })
}

/** Gives an instance that was opened the state of the version before it. */
export function importState(host: HandlerHost, state: HandlerState, timeoutMs: number): Promise<void> {
  return ask(host, {
    command: { type: 'import-state', state },
    answer: (report) => {
      if (report.type === 'state-imported') return { ok: true, value: undefined }
      return report.type === 'import-failed' ? { ok: false, error: report.error } : null
    },
    timeoutMs,
    late: new SoundcheckError('timeout', `importState() did not return within ${timeoutMs / 1000} s.`, {
      hint: 'Only take the state over there; start work that lasts in startUp.',
    }),
  })
}
