import type { LiveLoudness } from '../../contract/loudness'
import type { Grade } from '../design/grade'

/** What a programme is to be at, LUFS, and where. */
export const loudnessTargets = [
  { value: '-23', label: '−23 LUFS (broadcast, EBU R 128)' },
  { value: '-16', label: '−16 LUFS (podcasts, mono −19)' },
  { value: '-14', label: '−14 LUFS (music services)' },
] as const
export type LoudnessTarget = (typeof loudnessTargets)[number]['value']

/** As near as a programme has to be, LU. Source: EBU R 128 (2023), 1 LU where ±0.5 cannot be kept, as in live sound. */
const TOLERANCE = 1
/** Above it coders may clip, dBTP. Source: EBU R 128. */
export const HIGHEST_TRUE_PEAK = -1

const minus = (text: string): string => text.replace('-', '−')
export const lufsText = (value: number | null): string => (value === null ? '–' : minus(value.toFixed(1)))

/** How far the sound so far is from where it is to be. */
export function verdictOf(
  { integrated, truePeak }: Pick<LiveLoudness, 'integrated' | 'truePeak'>,
  target: LoudnessTarget,
): { readonly tone: Grade; readonly text: string } {
  if (truePeak !== null && truePeak > HIGHEST_TRUE_PEAK)
    return { tone: 'over', text: `peaks at ${lufsText(truePeak)} dBTP: above −1 coders clip` }
  if (integrated === null) return { tone: 'good', text: 'nothing loud enough to be counted yet' }
  // As it is shown: what reads 1.0 is within 1.
  const above = Math.round((integrated - Number(target)) * 10) / 10
  if (Math.abs(above) <= TOLERANCE) return { tone: 'good', text: 'at the target' }
  return {
    tone: 'tight',
    text: `${Math.abs(above).toFixed(1)} LU ${above > 0 ? 'above' : 'below'} the target`,
  }
}
