import type { Span } from '../evidence'
import { dead, type Finding, ok } from '../finding'
import {
  afterWatching,
  dbText,
  engineOf,
  grown,
  type Link,
  type Medium,
  passedText,
  SILENT_DBFS,
  streamOf,
} from './link'

const both = { media: ['audio', 'video'], half: 'in', beforeCall: false } as const

function judgePacketsOut(span: Span, medium: Medium): Finding {
  const sent = grown(span, (evidence) => streamOf(evidence, 'sent', medium)?.packets)
  if (sent > 0) return ok(`${passedText(sent, 'packets', span)}.`)
  const state = span.last.window?.connection?.state ?? 'not known'
  return afterWatching(span, () =>
    dead(
      `No packet left this window; the connection is ${state}.`,
      'Stop and start the call. If that does not help, look at the Connection tab.',
      ['show-connection'],
    ),
  )
}

function judgePacketsIn(span: Span, medium: Medium): Finding {
  const came = grown(span, (evidence) => engineOf(evidence, medium)?.arrived.count)
  const lost = engineOf(span.last, medium)?.lost ?? 0
  const noun = medium === 'audio' ? 'packets' : 'pictures'
  if (came > 0) return ok(`${passedText(came, noun, span)}, ${lost} packets lost in all.`)
  const total = engineOf(span.last, medium)?.arrived.count ?? 0
  return afterWatching(span, () =>
    dead(
      total === 0 ? 'The engine never got a packet.' : `The engine got ${total} ${noun}, but none now.`,
      'Look whether the client still sends, and whether a firewall is between it and this computer.',
      ['show-packets'],
    ),
  )
}

function judgeDecode(span: Span, medium: Medium): Finding {
  const decoded = grown(span, (evidence) => engineOf(evidence, medium)?.decoded.count)
  const failed = engineOf(span.last, medium)?.undecodable ?? 0
  const noun = medium === 'audio' ? 'blocks' : 'pictures'
  const level = engineOf(span.last, medium)?.levelIn ?? null
  if (decoded > 0 && span.last.window === null && level !== null && level <= SILENT_DBFS)
    return afterWatching(span, () =>
      dead(
        `The client sends silence: ${dbText(level)}.`,
        'Look at the microphone and its mute switch at the other end.',
      ),
    )
  if (decoded > 0) return ok(`${passedText(decoded, noun, span)}, ${failed} did not decode in all.`)
  // Sound is decoded for a handler that has begun; of one that has not the next link tells.
  if (span.last.engine?.begunAt === null) return ok('Waits for the handler to begin.')
  return afterWatching(span, () =>
    dead(
      `Nothing could be decoded: ${failed} ${noun} failed.`,
      'The client sends something else than was agreed on. Start the call again, and look at the packets.',
      ['show-packets'],
    ),
  )
}

/** From the window's connection to decoded blocks and pictures. */
export const incomingLinks: readonly Link[] = [
  {
    ...both,
    place: 'window',
    id: 'packets-out',
    title: { audio: 'Packets out', video: 'Packets out' },
    looksAt: 'packets that this window sends',
    judge: judgePacketsOut,
  },
  {
    ...both,
    place: 'engine',
    id: 'packets-in',
    title: { audio: 'Packets in', video: 'Packets in' },
    looksAt: 'packets that the engine gets',
    judge: judgePacketsIn,
  },
  {
    ...both,
    place: 'engine',
    id: 'decode',
    title: { audio: 'Decode', video: 'Decode' },
    looksAt: 'what comes out of the decoder',
    judge: judgeDecode,
  },
]
