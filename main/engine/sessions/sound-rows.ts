import type { RowDirection } from '../../../contract/journal'
import { OPUS_SAMPLE_RATE } from '../../../contract/media'
import type { JournalSink } from '../journal/journal'
import { createWaveMeter } from '../media/wave-meter'
import { rounded } from './rounded'

export interface SoundRowsOptions {
  readonly journal: JournalSink
  /** Engine's clock at the start of the session. */
  readonly origin: number
}

/** Makes a row of the sound that has passed on the wire since the one before, for each direction. */
export function createSoundRows({ journal, origin }: SoundRowsOptions) {
  const meterOf = (direction: RowDirection) =>
    createWaveMeter(({ fromMs, ms, levelDb, peakDb, bytes }) => {
      const levels = { levelDb: rounded(levelDb), peakDb: rounded(peakDb) }
      const fields = { fromMs: rounded(fromMs), ms, ...levels }
      journal.append({ kind: 'sound', direction, text: '', fields, bytes })
    })
  const meters = { in: meterOf('in'), out: meterOf('out') }
  return {
    /** @param at when it begins, ms on the engine's clock */
    addReceived: (samples: Int16Array, channels: number, sampleRate: number, at: number): void =>
      meters.in.add(samples, channels, sampleRate, at - origin),
    /** 48 kHz. @param now ms on the engine's clock: nobody hears it earlier, whatever its timestamp says */
    addSent: (samples: Int16Array, channels: number, now: number): void =>
      meters.out.add(samples, channels, OPUS_SAMPLE_RATE, now - origin),
    /** To be called about once a second. */
    write(): void {
      meters.in.flush()
      meters.out.flush()
    },
  }
}

export type SoundRows = ReturnType<typeof createSoundRows>
