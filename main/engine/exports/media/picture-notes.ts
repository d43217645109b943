import type { SidePictures } from './side-pictures'

/** What a person should know of a file with pictures. */
export function pictureNotes(pictures: SidePictures): readonly string[] {
  const { dropped, unknownCodecs } = pictures.counts()
  return [
    ...(dropped > 0
      ? [`${dropped} pictures are not in it: a packet of theirs, or of one before them, was missing.`]
      : []),
    ...unknownCodecs.map(
      (codec) => `Pictures in ${codec.toUpperCase()} are not in it: only VP8 can be taken out.`,
    ),
  ]
}
