import type { RowDirection } from '../../../contract/journal'
import { OPUS_SAMPLE_RATE } from '../../../contract/media'
import { WAVE_STEP_MS } from '../../../contract/wave'
import type { JournalSink } from '../journal/journal'
import { createWaveMeter } from '../media/wave-meter'
import { rounded } from './rounded'

/** -50 dBFS: what is quieter is not heard. */
const HEARD = 32_768 * 10 ** (-50 / 20)
/** After so long a silence sound begins anew, ms: when that is is what latencies are measured by. */
const QUIET_MS = 100
/** Then it stands where it was sent, to this, ms; what was received always stands where the sender's clock puts it. */
const JOIN_MS = 1

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
      const fields = { fromMs: rounded(fromMs), ms, stepMs: WAVE_STEP_MS, ...levels }
      journal.append({ kind: 'sound', direction, text: '', fields, bytes })
    })
  let quietMs = QUIET_MS
  const meters = { in: meterOf('in'), out: meterOf('out') }
  return {
    /** @param at when it begins, ms on the engine's clock */
    addReceived: (samples: Int16Array, channels: number, sampleRate: number, at: number): void =>
      meters.in.add(samples, channels, sampleRate, at - origin, JOIN_MS),
    /** 48 kHz. @param at when it begins, ms on the engine's clock: nobody hears it earlier, whatever its timestamp says */
    addSent(samples: Int16Array, channels: number, at: number): void {
      const ms = (samples.length * 1000) / channels / OPUS_SAMPLE_RATE
      const isHeard = samples.some((sample) => sample > HEARD || sample < -HEARD)
      const begins = isHeard && quietMs >= QUIET_MS
      quietMs = isHeard ? 0 : quietMs + ms
      meters.out.add(samples, channels, OPUS_SAMPLE_RATE, at - origin, ...(begins ? [JOIN_MS] : []))
    },
    /** To be called about once a second. */
    write(): void {
      meters.in.flush()
      meters.out.flush()
    },
  }
}

export type SoundRows = ReturnType<typeof createSoundRows>
