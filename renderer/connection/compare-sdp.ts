import { type MediaDescription, parse, type SessionDescription } from 'sdp-transform'
import { namedLines } from './named-lines'
import { bundleLine, mediumLines, plainLines, transportLines } from './plain-lines'
import { codecLines } from './sdp-codecs'
import type { SdpLine, SdpSection } from './sdp-line'
import { mediumWords } from './sdp-words'

/** The lines with what was agreed on first. */
const byVerdict = (lines: readonly SdpLine[]): readonly SdpLine[] => [
  ...lines.filter(({ verdict }) => verdict !== 'refused'),
  ...lines.filter(({ verdict }) => verdict === 'refused'),
]

function mediumSection(offer: MediaDescription, answer: MediaDescription | null | undefined): SdpSection {
  const name = mediumWords[offer.type] ?? offer.type
  const isRefused = answer !== undefined && (answer === null || answer.port === 0)
  return {
    title: `${name}${offer.mid === undefined ? '' : ` (mid ${offer.mid})`}${isRefused ? ': refused' : ''}`,
    lines: [
      ...plainLines(mediumLines, offer, answer),
      ...byVerdict([...codecLines(offer, answer ?? undefined), ...namedLines(offer, answer)]),
    ],
  }
}

/** Offer and answer, line by line, in words; null where the offer cannot be read. */
export function compareSdp(offerText: string, answerText: string | null): readonly SdpSection[] | null {
  const offer = parse(offerText)
  const answer = answerText === null ? undefined : parse(answerText)
  const [first] = offer.media
  if (!first) return null
  const answerOf = (index: number) => (answer === undefined ? undefined : (answer.media[index] ?? null))
  return [
    {
      title: 'The connection',
      lines: [
        ...plainLines(bundleLine, offer, answer),
        ...plainLines(transportLines, withSession(first, offer), withSession(answerOf(0), answer)),
      ],
    },
    ...offer.media.map((medium, index) => mediumSection(medium, answerOf(index))),
  ]
}

/** Some clients say for the whole session what others say for each medium. */
function withSession<M extends MediaDescription | null | undefined>(
  medium: M,
  session: SessionDescription | undefined,
): M {
  if (!medium || !session) return medium
  const { iceUfrag, icePwd, iceOptions, fingerprint, setup } = session
  const general = { iceUfrag, icePwd, iceOptions, fingerprint, setup }
  const known = Object.entries(general).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(known), ...medium }
}
