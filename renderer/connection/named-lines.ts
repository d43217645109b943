import type { MediaDescription } from 'sdp-transform'
import type { SdpLine } from './sdp-line'
import { extensionRefusals, extensionWords, feedbackWords } from './sdp-words'

/** Lines of which a side has any number, by name. */
interface Named {
  readonly label: string
  readonly list: (from: MediaDescription) => ReadonlyMap<string, string>
  readonly meaning: (name: string) => string
  readonly refusal: (name: string) => string
}

/** Feedback of the first codec: the others mostly have the same. */
function feedbackOf({ rtcpFb, rtp }: MediaDescription): ReadonlyMap<string, string> {
  const first = rtp[0]?.payload
  const names = (rtcpFb ?? [])
    .filter(({ payload }) => payload === '*' || Number(payload) === first)
    .map(({ type, subtype }) => [type, subtype].filter(Boolean).join(' '))
  return new Map(names.map((name) => [name, name]))
}

const kinds: readonly Named[] = [
  {
    label: 'Feedback',
    list: feedbackOf,
    meaning: (name) => feedbackWords[name] ?? 'A kind of feedback',
    refusal: () => 'Soundcheck does not use it',
  },
  {
    label: 'Header extension',
    list: ({ ext }) =>
      new Map((ext ?? []).map(({ uri, value }) => [uri, `${value}: ${uri.replace(/^.*[/:]/, '')}`])),
    meaning: (uri) => extensionWords[uri] ?? uri,
    refusal: (uri) => extensionRefusals[uri] ?? 'Soundcheck does not use it',
  },
]

function linesByName(
  named: Named,
  offer: MediaDescription,
  answer: MediaDescription | null | undefined,
): readonly SdpLine[] {
  const { label, list, meaning, refusal } = named
  const offered = list(offer)
  const answered = answer ? list(answer) : new Map<string, string>()
  const names = [...new Set([...offered.keys(), ...answered.keys()])]
  return names.map((name) => {
    const [ours, theirs] = [offered.get(name) ?? null, answered.get(name) ?? null]
    const verdict =
      answer === undefined ? 'only' : ours === null ? 'added' : theirs === null ? 'refused' : 'same'
    return {
      ...{
        label,
        offer: ours,
        answer: answer === undefined ? undefined : theirs,
        verdict,
        meaning: meaning(name),
      },
      reason: verdict === 'refused' ? refusal(name) : null,
    }
  })
}

/** Feedback and header extensions. */
export const namedLines = (
  offer: MediaDescription,
  answer: MediaDescription | null | undefined,
): readonly SdpLine[] => kinds.flatMap((named) => linesByName(named, offer, answer))
