import { type Reply, replyOf, SoundcheckError, toWireError } from '../../../contract/errors'
import type { HostKind } from '../../../contract/host-link'
import type { RowKind } from '../../../contract/journal'
import type { ProcessReason } from '../../../contract/state'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { HandlerHost } from '../hosts/handler-host'
import { createHostSupply } from '../hosts/host-supply'
import type { Quarantine, QuarantinedVersion } from '../hosts/quarantine'
import type { JournalEntry } from '../journal/journal'
import { createLoopDelay } from '../loop-delay'
import { answerOffer } from '../sessions/answer-offer'
import { createSession } from '../sessions/session'
import type { SessionWork } from '../sessions/session-work'
import { realTimers } from '../sessions/timers'
import { createShellFork } from '../shell-fork'
import type {
  FromSessionThread,
  Measured,
  SessionCall,
  SessionNews,
  SessionThreadStart,
  ToSessionThread,
} from './messages'
import type { Outbox } from './outbox'
import { createTimesToSend } from './times-to-send'
import type { ToldRow } from './told-rows'

export interface ServedSessionsOptions extends Pick<SessionThreadStart, 'hostScript' | 'limits'> {
  /** The engine's. */
  readonly clock: Clock
  readonly outbox: Outbox<FromSessionThread | ToldRow>
  readonly log: (line: string) => void
}

type Create = Extract<ToSessionThread, { type: 'create' }>
type Call = Extract<ToSessionThread, { type: 'call' }>

/** News that somebody may wait for, or decide by: a client that is told of an output comes to fetch it. */
const pressing: readonly SessionNews['type'][] = ['changed', 'outputs', 'turn', 'rejected', 'ended', 'failed']

/** There may be hundreds of these a second, and whoever looks at them looks at many. */
const plentiful: readonly RowKind[] = [
  'rtp',
  'rtcp',
  'call',
  'frame',
  'stat',
  'sound',
  'picture',
  'speech',
  'queue',
]

/** What is known of bad versions, as far as the engine told or was told: it is the one that writes it down. */
function createToldQuarantine(outbox: ServedSessionsOptions['outbox']) {
  const reasons = new Map<string, ProcessReason>()
  const keyOf = ({ id, hash }: QuarantinedVersion): string => JSON.stringify([id, hash])
  const learn = (version: QuarantinedVersion, reason: ProcessReason): void => {
    reasons.set(keyOf(version), reason)
  }
  const quarantine: Quarantine = {
    reasonFor: (version) => reasons.get(keyOf(version)) ?? null,
    add({ id, hash }, reason) {
      learn({ id, hash }, reason)
      outbox.now({ type: 'quarantined', version: { id, hash }, reason })
    },
  }
  return { quarantine, learn }
}

/** Does the work of sessions for the engine in another thread: all that it says of them goes through the outbox. */
export function createServedSessions({ clock, outbox, hostScript, limits, log }: ServedSessionsOptions) {
  const sessions = new Map<string, SessionWork>()
  const forks = createShellFork(outbox.now)
  const hosts = createHostSupply({ hostScript, fork: forks.fork, limits, log })
  const { quarantine, learn } = createToldQuarantine(outbox)
  const { pathTimes, drain } = createTimesToSend()
  const loopDelay = createLoopDelay()
  let hostsTaken = 0

  function takeHost({ id, hash }: HandlerVersion, kind: HostKind): HandlerHost {
    const taken = hosts.take(kind)
    if (kind === 'process') return taken
    hostsTaken += 1
    const host = hostsTaken
    outbox.now({ type: 'handler-began', host, code: { id, hash } })
    taken.onExit(() => outbox.now({ type: 'handler-ended', host }))
    return taken
  }

  function tell(sessionId: string, news: SessionNews): void {
    const message = { type: 'news', sessionId, news } as const
    if (pressing.includes(news.type)) outbox.now(message)
    else outbox.soon(message)
  }

  function tellRow(sessionId: string, row: JournalEntry): void {
    const message = { type: 'row', sessionId, row } as const
    if (plentiful.includes(row.kind)) outbox.later(message)
    else outbox.soon(message)
  }

  function create(message: Create): void {
    const sessionId = message.seed.id
    try {
      sessions.set(
        sessionId,
        createWork(message, (news) => tell(sessionId, news)),
      )
    } catch (thrown) {
      tell(sessionId, { type: 'failed', error: toWireError(thrown) })
    }
  }

  function createWork({ seed, offered }: Create, tell: (news: SessionNews) => void): SessionWork {
    const { id: sessionId, version, origin } = seed
    return createSession({
      ...seed,
      connect: answerOffer({ ...offered, manifest: version.manifest, clock })(sessionId),
      clock,
      timers: realTimers,
      takeHost,
      quarantine,
      pathTimes,
      journal: { append: (row) => tellRow(sessionId, { at: clock.now() - origin, ...row }) },
      outputs: { push: (values) => tell({ type: 'outputs', values }) },
      keptQueues: () => [],
      on: {
        changed: (entry) => tell({ type: 'changed', entry }),
        turn: (event) => tell({ type: 'turn', event }),
        speech: (report) => tell({ type: 'speech', report }),
        loudness: (report) => tell({ type: 'loudness', report }),
        rejected: ({ id, version: number }, error) =>
          tell({ type: 'rejected', version: { id, version: number }, error }),
      },
      onEnded() {
        sessions.delete(sessionId)
        tell({ type: 'ended' })
      },
    })
  }

  function perform(sessionId: string, { method, args }: SessionCall): Promise<unknown> {
    const session = sessions.get(sessionId)
    if (!session) throw new SoundcheckError('closed', 'the session has ended')
    return (session[method] as (...given: SessionCall['args']) => Promise<unknown>)(...args)
  }

  async function reply(id: number, work: () => unknown): Promise<void> {
    const given: Reply<unknown> = await replyOf(work)
    outbox.now({ type: 'reply', id, reply: given })
  }

  const measure = (): Measured => ({ eventLoopDelay: loopDelay.take(), times: drain() })
  const answer = ({ id, sessionId, call }: Call) => void reply(id, () => perform(sessionId, call))

  return {
    take(message: Exclude<ToSessionThread, { type: 'stop' }>): void {
      if (message.type === 'create') create(message)
      else if (message.type === 'call') answer(message)
      else if (message.type === 'quarantined') learn(message.version, message.reason)
      else if (message.type === 'limits') hosts.setLimits(message.limits)
      else if (message.type === 'measure') void reply(message.id, measure)
      else forks.take(message)
    },
    /** Closes every session, and all hosts. */
    async stop(): Promise<void> {
      await Promise.all([...sessions.values()].map((session) => session.close('the app is closing')))
      await hosts.close()
      loopDelay.close()
      outbox.now({ type: 'stopped', times: drain() })
    },
  }
}
