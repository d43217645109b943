import type { SessionCounters } from '../../contract/state'

export interface Loss {
  /** For the top bar: number and noun. */
  readonly short: string
  /** What it means and where to look. */
  readonly meaning: string
}

const kinds: readonly {
  readonly counter: keyof SessionCounters
  readonly noun: (count: number) => string
  readonly meaning: string
}[] = [
  {
    counter: 'inputDropped',
    noun: () => 'dropped',
    meaning: 'frames never reached the handler, because it was too slow to take them',
  },
  {
    counter: 'underruns',
    noun: (count) => (count === 1 ? 'gap' : 'gaps'),
    meaning: 'times the sound of a reply ran dry, because the handler emitted too late',
  },
  {
    counter: 'trimmed',
    noun: () => 'trimmed',
    meaning: 'blocks of 20 ms were cut after a stall, to bring the latency back',
  },
  {
    counter: 'packetsLost',
    noun: () => 'lost',
    meaning: 'packets never arrived from the client',
  },
]

/** What went missing in a session so far; empty while all is well. */
export function lossesOf(counters: SessionCounters): readonly Loss[] {
  return kinds.flatMap(({ counter, noun, meaning }) => {
    const count = counters[counter]
    const number = count.toLocaleString('en')
    return count > 0 ? [{ short: `${number} ${noun(count)}`, meaning: `${number} ${meaning}` }] : []
  })
}
