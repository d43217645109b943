import type { SessionStatus } from '../../../contract/state'
import type { JournalEntry } from '../journal/journal'

/** The session is in another state from now on. */
export function statusRow(status: SessionStatus, reason: string | null | undefined): JournalEntry {
  const text = reason ? `${status}: ${reason}` : status
  return { kind: 'signal', type: 'session', text, fields: { state: status } }
}
