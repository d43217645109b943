import type { WireError } from '../../../contract/errors'
import { packSources } from '../../../contract/handler-sources'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { JournalSink } from '../journal/journal'
import type { PathTimes } from './path-times'
import type { RejectedVersion } from './rejection'
import { takesSameMedia } from './same-media'
import type { SessionEntryKeeper } from './session-entry'
import type { SlotEvents, TakeOverReason } from './slot-parts'

export interface InstanceNewsOptions {
  readonly entry: SessionEntryKeeper
  readonly journal: JournalSink
  readonly clock: Clock
  readonly pathTimes: PathTimes
  /** The version that the session began with. */
  readonly version: HandlerVersion
  readonly onTookOver: (version: HandlerVersion) => void
  readonly onRejected: (version: RejectedVersion, error: WireError) => void
}

const words: { readonly [why in TakeOverReason]: string } = {
  started: 'started',
  swapped: 'took over',
  restarted: 'was restarted',
  moved: 'goes on in a process of its own',
  'went back': 'took over: it was gone back to',
  'rolled back': 'took over again: the one after it was rolled back',
}

/** Makes rows, and the session's entry, of what happens to its instances. */
export function createInstanceNews(options: InstanceNewsOptions) {
  const { entry, journal, clock } = options
  const told = new Set<number>()

  function appendError(error: WireError, type: string): void {
    const text = [error.message, error.hint, error.stack].filter(Boolean).join('\n')
    journal.append({ kind: 'error', type, text, position: error.position ?? null })
  }

  function appendSwap(type: string, text: string): void {
    journal.append({ kind: 'swap', type, text })
  }

  /** With its files, when it answers for the first time. */
  function appendVersion(type: string, text: string, { version, sources }: HandlerVersion): void {
    const bytes = told.has(version) ? null : sources && packSources(sources)
    told.add(version)
    journal.append({ kind: 'swap', type, text, fields: { version }, ...(bytes ? { bytes } : {}) })
  }

  /** The newest trouble. */
  function note(error: WireError, type: string): void {
    appendError(error, type)
    entry.change({ fault: error })
  }

  const events: Omit<SlotEvents, 'report'> = {
    changed: entry.change,
    tookOver(version, why) {
      options.onTookOver(version)
      appendVersion(why, `version ${version.version} of ${version.id} ${words[why]}`, version)
      if (why === 'swapped') options.pathTimes.swap.add(clock.now() - version.noticedAt)
      const { fault, rolledBack } = entry.get()
      const shown = why === 'swapped' ? { fault: null, rolledBack: null } : { fault, rolledBack }
      entry.change({ handlerVersion: version.version, ...shown })
      if (why === 'swapped' && !takesSameMedia(version.manifest, options.version.manifest))
        note(otherMedia(version), 'swap')
    },
    failed(error, what) {
      if (what !== 'rolled back') {
        note(error, what)
        return
      }
      // It is shown as what took the version back, and the version that answers has no trouble.
      appendError(error, what)
      entry.change({ fault: null })
    },
    rejected(version, error) {
      if (version.version !== entry.get().handlerVersion)
        appendVersion(
          'rolled back',
          `version ${version.version} of ${version.id} did not take over: ${error.message}`,
          version,
        )
      options.onRejected(version, error)
    },
    noted: appendSwap,
  }

  return { events, note }
}

/** The connection was negotiated for the media of the version that the session began with. */
function otherMedia({ version, manifest }: HandlerVersion): WireError {
  return {
    code: 'invalid',
    message: `Version ${version} takes part in other media (${manifest.modality}, ${manifest.mode}) than this session was started with.`,
    hint: 'Stop the session and start it again.',
  }
}
