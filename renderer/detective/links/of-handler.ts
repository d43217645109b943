import type { HostStatus } from '../../../contract/state'
import type { TurnTaking } from '../../../contract/turns'
import type { Evidence, Span } from '../evidence'
import { dead, type Finding, meant, ok, unknown } from '../finding'
import {
  afterWatching,
  dbText,
  engineOf,
  grown,
  type Link,
  type Medium,
  passedText,
  SILENT_DBFS,
  secondsText,
} from './link'

const methods = {
  audio: { receive: 'receive', emit: 'emit', noun: 'blocks' },
  video: { receive: 'videoReceive', emit: 'videoEmit', noun: 'pictures' },
} as const

/** A handler that does not run has its own words, whatever is asked of it. */
function judgeHost({ session, engine }: Evidence): Finding | null {
  const status: HostStatus = session?.host ?? engine?.host ?? 'running'
  const fault = session?.fault ? ` Its last error: ${session.fault.message}` : ''
  if (status === 'blocked')
    return dead(
      `A call of ${session?.blocked?.method ? `${session.blocked.method}()` : 'the handler'} does not give its thread back.`,
      'Wait for it, or stop it; then look for the loop at that place.',
      ['stop-call', 'open-file', 'show-timing'],
    )
  if (status === 'waiting' || status === 'gone')
    return dead(
      status === 'gone'
        ? `The handler has stopped.${fault}`
        : `The handler failed and is started again.${fault}`,
      'Mend the error and save the file, or start the handler again.',
      ['restart-handler', 'show-console', 'open-file'],
    )
  if (engine && engine.begunAt === null)
    return status === 'starting'
      ? unknown('The handler is still starting.')
      : dead(
          'The handler has not begun: startUp() does not return, or the client opened no data channel.',
          'Look at startUp(), and at what the console says.',
          ['show-console', 'restart-handler'],
        )
  return null
}

function judgeCalled(span: Span, medium: Medium): Finding {
  const { receive: method, noun } = methods[medium]
  const host = judgeHost(span.last)
  if (host) return host.verdict === 'unknown' ? host : afterWatching(span, () => host)
  const links = engineOf(span.last, medium)
  if (!links) return unknown('The engine does not answer.')
  const called = grown(span, (evidence) => engineOf(evidence, medium)?.receive.ended)
  const { ended, threw } = links.receive
  if (threw > 0 && threw >= ended)
    return dead(`${method}() threw in each of its ${ended} calls.`, 'Show the error and mend it.', [
      'show-console',
      'open-file',
    ])
  if (called > 0)
    return ok(
      `${method}() was called ${passedText(called, 'times', span)}${threw > 0 ? `, and threw ${threw} times in all` : ''}.`,
    )
  return afterWatching(span, () =>
    links.handed.count > 0 && links.waiting > 0
      ? dead(
          `${method}() was called and does not return: ${links.waiting} ${noun} wait, the oldest for ${secondsText(links.waitingMs)}, and ${links.skipped} were dropped.`,
          'Look for an await that nobody fulfils, or for work that takes too long.',
          ['show-timing', 'open-file', 'restart-handler'],
        )
      : dead(
          `${method}() was not called${ended > 0 ? ` any more; before, ${ended} times` : ''}.`,
          'Start the handler again.',
          ['restart-handler', 'show-console'],
        ),
  )
}

/** Somebody who speaks is louder, dBFS. */
const QUIET_DBFS = -60

/** What a handler that takes turns waits for, as far as the engine knows. */
export function waitsFor(turns: TurnTaking, { engine }: Evidence): string {
  const { turn, speech } = engine ?? {}
  if (turns.pushToTalk !== null && turn?.name !== 'pause_detected')
    return 'It waits for you to hold the button to talk.'
  const likely = speech === null || speech === undefined ? '' : ` Speech now: ${Math.round(speech * 100)} %.`
  if (turns.stopWords.length > 0 && turn?.name !== 'stopword' && turn?.name !== 'pause_detected')
    return `It waits for what wakes it up: "${turns.stopWords.join('", "')}".${likely}`
  if (!turn) return `It waits for speech, and heard none yet.${likely}`
  if (turn.name === 'started_talking' || turn.name === 'interrupted')
    return `It hears you talk and waits for a pause.${likely}`
  if (turn.name === 'pause_detected') return 'You have paused; its reply is being made.'
  return `It waits for you to speak.${likely}`
}

/** A reply is being made for so long without a sound that something is wrong, ms. */
const LONG_REPLY = 15_000

function judgeTurn(turns: TurnTaking, span: Span): Finding {
  const { engine } = span.last
  const waitedMs = engine?.turn ? engine.at - engine.turn.at : 0
  if (engine?.turn?.name === 'pause_detected' && waitedMs > LONG_REPLY)
    return dead(
      `It has been making a reply for ${secondsText(waitedMs)} without a sound.`,
      'Look at what the reply waits for: a service, or an await that nobody fulfils.',
      ['show-console', 'show-timing', 'open-file'],
    )
  return meant(waitsFor(turns, span.last), 'Speak, then pause. Nothing is broken up to here.')
}

function judgeEmitted(span: Span, medium: Medium): Finding {
  const { levelIn = null, levelOut = null, emittedMs = 0 } = engineOf(span.last, medium) ?? {}
  const more = grown(span, (evidence) => engineOf(evidence, medium)?.emitted.count)
  const text = medium === 'audio' ? 'pieces of sound' : 'pictures'
  // Silence that answers silence is none of the handler's doing.
  const isSilent = levelOut !== null && levelOut <= SILENT_DBFS && (levelIn === null || levelIn > QUIET_DBFS)
  if (medium === 'audio' && isSilent)
    return afterWatching(span, () =>
      dead(
        `The handler answers, but with silence: ${passedText(more, text, span)}, ${dbText(levelOut)}.`,
        'Look at the samples that emit() gives: all are zero. Is the input quiet, or are 16-bit values scaled as if they were floats?',
        ['open-file', 'show-console'],
      ),
    )
  const level =
    levelOut === null || medium === 'video' ? '' : `, ${dbText(levelOut)}, ${secondsText(emittedMs)} in all`
  return ok(`${passedText(more, text, span)}${level}.`)
}

function judgeAnswered(span: Span, medium: Medium): Finding {
  const { emit: method } = methods[medium]
  const host = judgeHost(span.last)
  if (host) return host.verdict === 'unknown' ? host : afterWatching(span, () => host)
  const links = engineOf(span.last, medium)
  if (!links) return unknown('The engine does not answer.')
  if (grown(span, (evidence) => engineOf(evidence, medium)?.emitted.count) > 0) {
    // The level is read once a second: what was emitted before the first reading is not judged by it.
    return medium === 'audio' && links.levelOut === null
      ? unknown('It answers; how loud is not known yet.')
      : judgeEmitted(span, medium)
  }
  const { ended, threw } = links.emit
  if (threw > 0 && threw >= ended)
    return dead(`${method}() threw in each of its ${ended} calls.`, 'Show the error and mend it.', [
      'show-console',
      'open-file',
    ])
  const { turns } = span.last.manifest
  if (turns && medium === 'audio') return afterWatching(span, () => judgeTurn(turns, span))
  return afterWatching(span, () => notAnswering(span.last, medium, method))
}

function notAnswering({ engine }: Evidence, medium: Medium, method: string): Finding {
  const { emitted, emit, receive } = engine?.[medium] ?? {}
  const agoMs = engine && emitted?.lastAt != null ? engine.at - emitted.lastAt : null
  if (agoMs !== null)
    return dead(
      `The handler has answered ${emitted?.count.toLocaleString('en')} times, but not for ${secondsText(agoMs)}.`,
      `Look at what ${method}() waits for; a handler that merely has nothing to say does not do this by itself.`,
      ['show-console', 'open-file', 'restart-handler'],
    )
  const calls =
    (emit?.ended ?? 0) > 0
      ? `${method}() was called ${emit?.ended.toLocaleString('en')} times and gave nothing`
      : `${method}() has not given anything yet`
  return dead(
    `The handler never answers: ${calls}, while it took ${receive?.ended.toLocaleString('en') ?? 0} frames.`,
    `Return a frame from ${method}(), or make the handler's mode "send" if it only takes.`,
    ['open-file', 'show-console'],
  )
}

/** What the handler is given, and what it gives. */
export const handlerLinks: readonly Link[] = [
  {
    media: ['audio', 'video'],
    place: 'engine',
    half: 'in',
    beforeCall: false,
    id: 'called',
    title: { audio: 'Handler called', video: 'Handler called' },
    looksAt: 'calls of the method that takes frames',
    judge: judgeCalled,
  },
  {
    media: ['audio', 'video'],
    place: 'engine',
    half: 'out',
    beforeCall: false,
    id: 'answered',
    title: { audio: 'Handler answered', video: 'Handler answered' },
    looksAt: 'what the handler emits, and how loud',
    judge: judgeAnswered,
  },
]
