import type { MediaDescription } from 'sdp-transform'
import type { SdpLine } from './sdp-line'
import { codecRefusals, codecWords } from './sdp-words'

interface Codec {
  readonly payload: number
  readonly name: string
  readonly text: string
}

const GENERAL_REFUSAL = 'Soundcheck does not know it'

function toCodecs({ rtp, fmtp }: MediaDescription): readonly Codec[] {
  return rtp.map(({ payload, codec, rate, encoding }) => {
    const clock = [rate && `${rate / 1000} kHz`, encoding && encoding > 1 && `${encoding} channels`].filter(
      Boolean,
    )
    const config = fmtp.find((one) => one.payload === payload)?.config
    return {
      payload,
      name: codec.toLowerCase(),
      text: [`${codec} (${payload})`, clock.join(', '), config].filter(Boolean).join(' · '),
    }
  })
}

/** Several of a name that were refused are one line: browsers offer each in many variants. */
function refusedLines(refused: readonly Codec[], isAnswered: boolean): readonly SdpLine[] {
  const names = [...new Set(refused.map(({ name }) => name))]
  return names.map((name) => {
    const variants = refused.filter((codec) => codec.name === name)
    const [only] = variants
    const payloads = variants.map(({ payload }) => payload).join(', ')
    return {
      label: 'Codec',
      offer:
        variants.length === 1 && only ? only.text : `${name} in ${variants.length} variants (${payloads})`,
      answer: isAnswered ? null : undefined,
      verdict: isAnswered ? 'refused' : 'only',
      meaning: codecWords[name] ?? 'A codec',
      reason: isAnswered ? (codecRefusals[name] ?? GENERAL_REFUSAL) : null,
    }
  })
}

/** The codecs of a medium: those of the answer in its order, then those of the offer that are not in it. */
export function codecLines(
  offer: MediaDescription,
  answer: MediaDescription | undefined,
): readonly SdpLine[] {
  const offered = toCodecs(offer)
  const answered = answer ? toCodecs(answer) : []
  const kept = answered.map(
    (codec, index): SdpLine => ({
      label: 'Codec',
      offer: offered.find(({ payload }) => payload === codec.payload)?.text ?? null,
      answer: codec.text,
      verdict: index === 0 ? 'chosen' : 'same',
      meaning: codecWords[codec.name] ?? 'A codec',
      reason: index === 0 ? 'The first in the answer is what is sent' : 'May be sent, too',
    }),
  )
  const refused = offered.filter(({ payload }) => !answered.some((codec) => codec.payload === payload))
  return [...kept, ...refusedLines(refused, answer !== undefined)]
}
