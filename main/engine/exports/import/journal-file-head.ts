import { z } from 'zod'
import { SoundcheckError } from '../../../../contract/errors'
import { EXPORT_VERSION } from '../../../../contract/exports'
import { type SessionHead, sessionHeadSchema } from '../../journal/session-head'
import { JOURNAL_FORMAT } from '../journal-lines-export'

/** What an import needs of the first line. */
const fileHeadSchema = z.object({
  format: z.literal(JOURNAL_FORMAT),
  version: z.number().int().min(1),
  session: sessionHeadSchema,
})

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** Reads the first line of a journal. Throws `invalid` for one that is none, or of a later version. */
export function readJournalFileHead(line: string, name: string): SessionHead {
  const head = fileHeadSchema.safeParse(parsed(line))
  if (!head.success) {
    throw new SoundcheckError(
      'invalid',
      `${name} is no journal of Soundcheck: its first line does not say so.`,
      {
        hint: 'Choose a journal (.jsonl) or a bundle (.zip) that Soundcheck exported.',
      },
    )
  }
  if (head.data.version > EXPORT_VERSION) {
    throw new SoundcheckError('invalid', `${name} was written by a newer Soundcheck.`, {
      hint: 'Open it with a version of Soundcheck as new as the one that wrote it.',
    })
  }
  return head.data.session
}
