import type { RowKind } from '../../../../contract/journal'
import type { RowFieldValue } from '../../../../contract/row-fields'
import {
  createStreamSummaries,
  type RtpStreams,
  type StreamRow,
  streamRowFields,
} from '../../../../contract/rtp-streams'
import { createRowWalk } from './row-walk'
import type { Segment } from './segment'
import type { Reader, SegmentIndex } from './segment-index'

type StreamKind = keyof typeof streamRowFields
type NamedReader = readonly [name: string, read: Reader]

const isStreamKind = (kind: RowKind): kind is StreamKind => kind in streamRowFields

/** Reads the rows of one segment as far as summaries look at them. */
function createRowReader(index: SegmentIndex) {
  const read = (name: string): Reader => index.reader(name)
  const [atUs, type, size] = [read('atUs'), read('type'), read('size')]
  const named = (kind: StreamKind): readonly NamedReader[] =>
    streamRowFields[kind].map((name) => [name, read(name)])
  const readers = { rtp: named('rtp'), rtcp: named('rtcp') }

  function fieldsOf(kind: StreamKind, at: number): Readonly<Record<string, RowFieldValue>> {
    const fields: { [name: string]: RowFieldValue } = {}
    for (const [name, reader] of readers[kind]) {
      const value = reader(at)
      if (value !== null) fields[name] = value
    }
    return fields
  }

  // Written out: to spread objects here costs five times as much as all the rest.
  return (kind: StreamKind, at: number): StreamRow => ({
    kind,
    direction: index.directionOf(at),
    type: type(at) as string | null,
    atUs: atUs(at) as number,
    sizeBytes: size(at) as number,
    fields: fieldsOf(kind, at),
  })
}

/** The RTP streams of one session: the numbers are those since it began, also when the oldest rows are no longer kept. */
export function createStreamView(segments: () => readonly Segment[]) {
  let summaries = createStreamSummaries()
  const walk = createRowWalk(segments, (index) => {
    const rowAt = createRowReader(index)
    return (at) => {
      const kind = index.kindOf(at)
      if (isStreamKind(kind)) summaries.add(rowAt(kind, at))
    }
  })

  return {
    read(hasTime: () => boolean): RtpStreams {
      const complete = walk.goOn(hasTime)
      return { streams: summaries.read(), complete }
    },
    /** A person cleared the journal: what comes from row `n` on is counted from nothing. */
    clear(n: number): void {
      summaries = createStreamSummaries()
      walk.skipTo(n)
    },
  }
}

export type StreamView = ReturnType<typeof createStreamView>
