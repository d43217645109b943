import { createPictureAssembler } from '../../main/engine/rtc/picture-assembler'
import { unwrapSequence } from '../../scripts/faults/wire/packet-gaps'
import { type Echo, matchEchoes } from './beeps'
import type { CamePacket, SentPicture } from './call'
import { FPS, LOOP_PICTURES, readNumbers, type TimedPicture } from './numbered-pictures'

/** What one call was like for its client, between two looks. All times in ms. */
export interface CallNotes {
  /** From each audio packet to the next. */
  readonly audioGaps: readonly number[]
  readonly audioLost: number
  readonly echoes: readonly Echo[]
  /** From each whole picture to the next; empty without video. */
  readonly pictureGaps: readonly number[]
  readonly videoLost: number
  /** From the sending of each picture to the last packet of the one that shows its number. */
  readonly pictureLatencies: readonly number[]
  readonly firstAudio: number | null
  /** By which the client itself was late at worst. */
  readonly lateness: number
}

export const gapsOf = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((at, index) => at - (times[index] ?? at))

/** Sequence numbers between the first and the last that never came. */
export function lostOf(sequences: readonly number[]): number {
  const first = sequences[0]
  if (first === undefined) return 0
  const seen = new Set<number>()
  let last = first
  let lowest = first
  let highest = first
  for (const sequence of sequences) {
    last = unwrapSequence(last, sequence)
    seen.add(last)
    lowest = Math.min(lowest, last)
    highest = Math.max(highest, last)
  }
  return highest - lowest + 1 - seen.size
}

function inOrder(packets: readonly CamePacket[]): readonly CamePacket[] {
  let last = packets[0]?.sequence ?? 0
  return packets
    .map((packet) => {
      last = unwrapSequence(last, packet.sequence)
      return { packet, place: last }
    })
    .sort((a, b) => a.place - b.place)
    .map(({ packet }) => packet)
}

/** Whole pictures, from the first key frame on. */
function assemble(packets: readonly CamePacket[]): readonly TimedPicture[] {
  const assembler = createPictureAssembler(() => undefined)
  return inOrder(packets).flatMap(({ payload, timestamp, marker, at }) => {
    const whole = assembler.push({ codec: 'vp8', payload, pts: timestamp, marker, arrivedAt: at }, 0)
    return whole ? [{ at, payload: whole.payload }] : []
  })
}

const LOOP_MS = (LOOP_PICTURES * 1000) / FPS

/** For each picture that came how long ago the newest one of its number had been sent. */
export function pictureLatencies(
  sent: readonly SentPicture[],
  came: readonly TimedPicture[],
  numbers: readonly (number | null)[],
): readonly number[] {
  return came.flatMap(({ at }, index) => {
    const number = numbers[index]
    const source = sent.findLast((one) => one.number === number && one.at <= at && one.at > at - LOOP_MS)
    return source ? [at - source.at] : []
  })
}

/** When each picture was complete, whether or not it can be decoded. */
const pictureTimes = (packets: readonly CamePacket[]): readonly number[] =>
  packets.filter(({ marker }) => marker).map(({ at }) => at)

interface Heard {
  readonly sent: { readonly audio: Parameters<typeof matchEchoes>[0]; readonly video: readonly SentPicture[] }
  readonly came: { readonly audio: readonly CamePacket[]; readonly video: readonly CamePacket[] }
}

/** Decodes what came: to be called when no call is measured any more. What came before `from` is no part of the notes. */
export function judgeCall(
  { sent, came }: Heard,
  from: number,
  own: Pick<CallNotes, 'firstAudio' | 'lateness'>,
): CallNotes {
  const since = <T extends { readonly at: number }>(all: readonly T[]) => all.filter(({ at }) => at >= from)
  const [audio, video] = [since(came.audio), since(came.video)]
  // From the beginning: only there is a key frame to be sure of.
  const pictures = assemble(came.video)
  return {
    audioGaps: gapsOf(audio.map(({ at }) => at)),
    audioLost: lostOf(audio.map(({ sequence }) => sequence)),
    echoes: matchEchoes(since(sent.audio), inOrder(audio)),
    pictureGaps: gapsOf(pictureTimes(video)),
    videoLost: lostOf(video.map(({ sequence }) => sequence)),
    pictureLatencies: pictureLatencies(since(sent.video), pictures, readNumbers(pictures)),
    ...own,
  }
}
