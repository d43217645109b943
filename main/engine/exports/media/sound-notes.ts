import type { SideSound } from './side-sound'

/** What a person should know of a file with sound. */
export function soundNotes(...sounds: readonly SideSound[]): readonly string[] {
  const counts = sounds.map((sound) => sound.counts())
  const sum = (name: 'concealed' | 'damaged'): number => counts.reduce((total, one) => total + one[name], 0)
  const unknown = new Set(counts.flatMap(({ unknownCodecs }) => unknownCodecs))
  return [
    ...(sum('concealed') > 0 ? [`${sum('concealed')} blocks of sound were made up for lost packets.`] : []),
    ...(sum('damaged') > 0 ? [`${sum('damaged')} packets of sound did not decode.`] : []),
    ...[...unknown].map((codec) => `Sound in ${codec} cannot be decoded here and is not in it.`),
  ]
}
