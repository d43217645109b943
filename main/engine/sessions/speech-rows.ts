import type { SpeechReport } from '../../../contract/turns'
import type { JournalSink } from '../journal/journal'
import { rounded } from './rounded'

const FULL = 255

/** Makes a row of how likely it was that somebody spoke since the one before. */
export function createSpeechRows(journal: JournalSink) {
  let [fromMs, stepMs] = [0, 0]
  let gathered: number[] = []

  function write(): void {
    if (gathered.length === 0) return
    const fields = { fromMs: rounded(fromMs), stepMs, probability: rounded(Math.max(...gathered)) }
    const bytes = Uint8Array.from(gathered, (one) => Math.round(one * FULL))
    journal.append({ kind: 'speech', text: '', fields, bytes })
    gathered = []
  }

  return {
    add({ from, step, probabilities }: SpeechReport): void {
      // After a pause of the handler, or another one's: what it says does not follow on what was said before.
      const follows = step === stepMs && Math.abs(from - fromMs - gathered.length * step) < step
      if (gathered.length > 0 && !follows) write()
      if (gathered.length === 0) [fromMs, stepMs] = [from, step]
      for (const one of probabilities) gathered.push(one)
    },
    /** To be called about once a second. */
    write,
  }
}

export type SpeechRows = ReturnType<typeof createSpeechRows>
