import type { SideLoudness } from '../../contract/loudness'

const level = (value: number | null, unit: string): string =>
  value === null ? 'silent' : `${value.toFixed(1)} ${unit}`

const sides = { in: 'client', out: 'handler' } as const

/** How loud a side was, for a person. */
export function loudnessLines(loudness: SideLoudness): string {
  const { side, integrated, range, mostMomentary, mostShortTerm, truePeak, seconds, notes } = loudness
  return [
    `${sides[side]}: ${level(integrated, 'LUFS')}, range ${range.toFixed(1)} LU, true peak ${level(truePeak, 'dBTP')} (${seconds.toFixed(1)} s)`,
    `  at most ${level(mostMomentary, 'LUFS')} over 400 ms, ${level(mostShortTerm, 'LUFS')} over 3 s`,
    ...notes.map((note) => `  ${note}`),
  ].join('\n')
}
