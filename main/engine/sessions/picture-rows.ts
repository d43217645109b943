import { messageOf } from '../../../contract/errors'
import type { RowDirection } from '../../../contract/journal'
import type { Picture } from '../../../contract/media'
import type { Clock } from '../clock'
import { createThumbnailer, type Thumbnailer } from '../codecs/thumbnailer'
import type { JournalSink } from '../journal/journal'

export interface PictureRowsOptions {
  readonly journal: JournalSink
  readonly clock: Clock
}

/** Between two of one direction, ms. */
const INTERVAL = 1000

/** Makes a row of one picture a second of each direction, small. */
export function createPictureRows({ journal, clock }: PictureRowsOptions) {
  const takenAt = { in: Number.NEGATIVE_INFINITY, out: Number.NEGATIVE_INFINITY }
  let isTold = false
  /** Each has a shape of its own, and keeps what it is made with. */
  const makers: { [D in RowDirection]?: Thumbnailer } = {}

  /** That there is no small picture is no reason for the call to stop. */
  function attempt(direction: RowDirection, picture: Picture): Uint8Array | null {
    try {
      makers[direction] ??= createThumbnailer()
      return makers[direction].make(picture)
    } catch (thrown) {
      if (!isTold) journal.append({ kind: 'error', type: 'picture', text: messageOf(thrown) })
      isTold = true
      return null
    }
  }

  return {
    /** A picture passes; nothing of it is kept. */
    offer(direction: RowDirection, picture: Picture): void {
      const now = clock.now()
      if (now - takenAt[direction] < INTERVAL) return
      takenAt[direction] = now
      const { width, height } = picture
      const bytes = attempt(direction, picture)
      if (bytes) journal.append({ kind: 'picture', direction, text: '', fields: { width, height }, bytes })
    },
    close(): void {
      makers.in?.close()
      makers.out?.close()
    },
  }
}

export type PictureRows = ReturnType<typeof createPictureRows>
