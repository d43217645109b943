import type { PictureCoder } from './picture-coder'
import type { SidePictures } from './side-pictures'

/** What a person should know of a file with pictures. */
export function pictureNotes(pictures: SidePictures): readonly string[] {
  const { dropped, unknownCodecs } = pictures.counts()
  return [
    ...(dropped > 0
      ? [`${dropped} pictures are not in it: a packet of theirs, or of one before them, was missing.`]
      : []),
    ...unknownCodecs.map(
      (codec) => `Pictures in ${codec.toUpperCase()} are not in it: only VP8 and H.264 can be taken out.`,
    ),
  ]
}

/** The same of one for which pictures had to be coded again. */
export function codedNotes(coder: PictureCoder): readonly string[] {
  const { coded, damaged } = coder.counts()
  return [
    ...(coded > 0 ? [`${coded} pictures were sent in H.264, and coded again as VP8.`] : []),
    ...(damaged > 0 ? [`${damaged} pictures are not in it: what was sent is damaged.`] : []),
  ]
}
