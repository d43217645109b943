import type { RtpStreamSummary } from '../../contract/rtp-streams'
import { countText, sizeText } from '../messages/row-text'
import { bitrateText, durationText, lossText, msText } from './packet-words'

/** How the numbers of a stream are shown and explained. */
export interface StreamColumn {
  readonly label: string
  readonly about: string
  readonly text: (stream: RtpStreamSummary) => string
  /** What is to be looked into. */
  readonly isBad?: (stream: RtpStreamSummary) => boolean
}

/** More jitter than this is more than a usual buffer takes, ms. */
const MUCH_JITTER = 30

function reported({ report }: RtpStreamSummary): string {
  if (!report) return '–'
  const { lost, jitterMs, rttMs } = report
  const parts = [
    `${countText(lost)} lost`,
    jitterMs !== null && `jitter ${msText(jitterMs)} ms`,
    rttMs !== null && `round trip ${msText(rttMs)} ms`,
  ]
  return parts.filter(Boolean).join(', ')
}

export const streamColumns: readonly StreamColumn[] = [
  { label: 'Packets', about: 'All that passed', text: ({ packets }) => countText(packets) },
  {
    label: 'Lost',
    about: 'Sequence numbers that never came, and their share of those that were expected',
    text: lossText,
    isBad: ({ lost }) => lost > 0,
  },
  {
    label: 'Late',
    about: 'Came after a packet with a higher sequence number',
    text: ({ late }) => countText(late),
    isBad: ({ late }) => late > 0,
  },
  {
    label: 'Twice',
    about: 'Duplicates that nobody had asked for',
    text: ({ duplicates }) => countText(duplicates),
    isBad: ({ duplicates }) => duplicates > 0,
  },
  {
    label: 'Again',
    about: 'Sent again because they were asked for (retransmissions)',
    text: ({ retransmissions }) => countText(retransmissions),
    isBad: ({ retransmissions }) => retransmissions > 0,
  },
  {
    label: 'NACK',
    about: 'How often the receiver asked for packets again, and for how many',
    text: ({ feedback: { nacks, packetsAsked } }) =>
      nacks === 0 ? '0' : `${countText(nacks)} for ${countText(packetsAsked)}`,
    isBad: ({ feedback }) => feedback.nacks > 0,
  },
  {
    label: 'PLI / FIR',
    about: 'How often the receiver asked for a key frame: after a loss, and for somebody who joined',
    text: ({ medium, feedback: { plis, firs } }) =>
      medium === 'audio' ? '–' : `${countText(plis)} / ${countText(firs)}`,
  },
  {
    label: 'Key frames',
    about: 'Pictures that need no other',
    text: ({ medium, keyFrames }) => (medium === 'audio' ? '–' : countText(keyFrames)),
  },
  {
    label: 'Jitter ms',
    about: 'How unevenly packets come, as RFC 3550 smooths it: mean and highest',
    text: ({ meanJitterMs, maxJitterMs }) =>
      meanJitterMs === null ? '–' : `${msText(meanJitterMs)} / ${msText(maxJitterMs)}`,
    isBad: ({ meanJitterMs }) => (meanJitterMs ?? 0) > MUCH_JITTER,
  },
  {
    label: 'Max Δ ms',
    about: 'The longest time between two packets',
    text: ({ maxDeltaMs }) => msText(maxDeltaMs),
  },
  { label: 'Rate', about: 'Bits a second, on average', text: ({ bitrate }) => bitrateText(bitrate) },
  {
    label: 'Lasted',
    about: 'From the first packet to the last',
    text: ({ firstUs, lastUs }) => durationText(lastUs - firstUs),
  },
  { label: 'Bytes', about: 'Of whole RTP packets', text: ({ bytes }) => sizeText(bytes) },
  {
    label: 'SSRC',
    about: 'Number of the stream (RFC 3550)',
    text: ({ ssrc }) => `0x${ssrc.toString(16).padStart(8, '0')}`,
  },
  {
    label: 'PT',
    about: 'Payload types: the codecs, by number',
    text: ({ payloadTypes }) => payloadTypes.join(', ') || '–',
  },
  {
    label: 'The receiver says',
    about: 'Its newest report: of what is sent, only the receiver knows what arrived',
    text: reported,
    isBad: ({ report }) => (report?.lost ?? 0) > 0,
  },
]
