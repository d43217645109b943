import type { StoredRow } from '../../journal/journal-line'

export type Medium = 'audio' | 'video'

/** What is known of the media of a session: payload types, and what the descriptions say of them. */
export interface SeenMedia {
  /** Lines of a description that tell how packets are read, by medium: `a=rtpmap`, `a=fmtp`, `a=extmap`. */
  readonly lines: { readonly [M in Medium]: readonly string[] }
  readonly payloadTypes: { readonly [M in Medium]: readonly number[] }
}

/** Of codecs whose description is not kept. */
const clockRates: { readonly [codec: string]: string } = { opus: '48000/2', pcmu: '8000', pcma: '8000' }
const VIDEO_RATE = '90000'
/** As a description has it. `sampleRate`: where it is not the one that the codec always has. */
const mapping = (codec: string, sampleRate: unknown): string =>
  `${codec}/${typeof sampleRate === 'number' ? sampleRate : (clockRates[codec] ?? VIDEO_RATE)}`

const TELLING = /^a=(?:rtpmap|fmtp|extmap|rtcp-fb):/

/** Collects it from rows of the kinds `signal` and `rtp`. */
export function createSeenMedia() {
  const described = { audio: new Set<string>(), video: new Set<string>() }
  const seen = { audio: new Map<number, string>(), video: new Map<number, string>() }

  function addDescription(sdp: string): void {
    let medium: Medium | null = null
    for (const line of sdp.split(/\r?\n/)) {
      const begins = /^m=(\w+)/.exec(line)?.[1]
      if (begins !== undefined) medium = begins === 'audio' || begins === 'video' ? begins : null
      else if (medium !== null && TELLING.test(line)) described[medium].add(line)
    }
  }

  function addPacket({ fields }: StoredRow): void {
    const { medium, pt, codec, sampleRate } = fields
    if ((medium === 'audio' || medium === 'video') && typeof pt === 'number')
      seen[medium].set(pt, typeof codec === 'string' ? mapping(codec, sampleRate) : '')
  }

  function linesOf(medium: Medium): readonly string[] {
    const types = [...seen[medium]]
    const isUsed = (line: string): boolean => {
      const pt = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line)?.[1]
      return pt === undefined || seen[medium].has(Number(pt))
    }
    const kept = [...described[medium]].filter(isUsed)
    const missing = types.filter(
      ([pt, codec]) => codec !== '' && !kept.some((line) => line.startsWith(`a=rtpmap:${pt} `)),
    )
    return [...missing.map(([pt, codec]) => `a=rtpmap:${pt} ${codec}`), ...kept]
  }

  return {
    add(row: StoredRow): void {
      if (row.kind === 'rtp') addPacket(row)
      else if (row.type === 'offer' || row.type === 'answer') addDescription(row.text)
    },
    read: (): SeenMedia => ({
      lines: { audio: linesOf('audio'), video: linesOf('video') },
      payloadTypes: { audio: [...seen.audio.keys()], video: [...seen.video.keys()] },
    }),
  }
}
