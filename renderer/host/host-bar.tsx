import { FilePen, Hourglass, OctagonX, Play } from 'lucide-react'
import type { BlockedCall, RestartState, SessionEntry } from '../../contract/state'
import { useActiveSession, useAttempt, useBench, useMirror } from '../app/bench-context'
import { Button } from '../design/button'
import { Notice, Ticking } from '../design/notice'
import { Tooltip } from '../design/tooltip'
import { useNow } from '../handlers/use-now'
import { SourceLink } from '../inspector/source-link'
import { blockerText } from './host-words'
import { countdownText, lastedText, withoutStop } from './time-words'

const TICK_MS = 250

/** At the top of the stage while the handler of the call does not run as it should, with what can be done about it. */
export function HostBar() {
  const session = useActiveSession()
  if (!session) return null
  const { host, blocked, restart } = session
  if (host === 'blocked' && blocked) return <BlockedBar session={session} blocked={blocked} />
  if (host === 'waiting' && restart) return <WaitingBar session={session} restart={restart} />
  return host === 'gone' ? <StoppedBar session={session} /> : null
}

/** The session's requests about its handler; a refusal is shown as an alert. */
function useAsk({ id: sessionId, handlerId }: SessionEntry) {
  const { client } = useBench()
  const attempt = useAttempt('handler')
  return {
    wait: () => attempt(() => client.request('session.waitForCall', { sessionId })),
    stop: () => attempt(() => client.request('session.stopCall', { sessionId })),
    start: () => attempt(() => client.request('session.restart', { sessionId })),
    open: () => attempt(() => client.request('shell.openFile', { handlerId })),
  }
}

function BlockedBar({ session, blocked }: { readonly session: SessionEntry; readonly blocked: BlockedCall }) {
  const { since, endsAt, position } = blocked
  const { wait, stop, open } = useAsk(session)
  const now = useNow(TICK_MS)
  const limit = useMirror(({ bench }) => bench.limits.hangLimitInS)
  return (
    <Notice
      tone="warning"
      role="alert"
      label="Blocked call"
      actions={
        <>
          <Tooltip text={`Let it go on for another ${countdownText(limit * 1000)}`}>
            <Button icon={Hourglass} onClick={wait}>
              Wait
            </Button>
          </Tooltip>
          <Tooltip text="End the call, and start the handler again">
            <Button tone="danger" icon={OctagonX} onClick={stop}>
              Stop now
            </Button>
          </Tooltip>
          <OpenFile onOpen={open} />
        </>
      }
    >
      {blockerText(blocked)} has held its {session.isolation} for <Ticking>{lastedText(now - since)}</Ticking>
      {position && (
        <>
          , at{' '}
          <code>
            <SourceLink position={position} isTabStop />
          </code>
        </>
      )}
      .{' '}
      <Ticking>
        {now < endsAt ? `It is ended in ${countdownText(endsAt - now)}.` : 'It is being ended.'}
      </Ticking>
    </Notice>
  )
}

function WaitingBar({
  session,
  restart,
}: {
  readonly session: SessionEntry
  readonly restart: RestartState
}) {
  const { start } = useAsk(session)
  const now = useNow(TICK_MS)
  const { attempt, of, at } = restart
  return (
    <Notice
      tone="warning"
      role="status"
      label="Handler"
      actions={
        <Button icon={Play} onClick={start}>
          Start now
        </Button>
      }
    >
      The handler failed; attempt {attempt} of {of}{' '}
      <Ticking>{now < at ? `begins in ${countdownText(at - now)}` : 'begins'}</Ticking>.
    </Notice>
  )
}

function StoppedBar({ session }: { readonly session: SessionEntry }) {
  const { start, open } = useAsk(session)
  const { fault } = session
  const position = fault?.position
  return (
    <Notice
      tone="danger"
      role="alert"
      label="Handler"
      hint={fault?.hint ?? 'The call goes on without it. Correct the file and save it, or start it again.'}
      actions={
        <>
          <Button tone="primary" icon={Play} onClick={start}>
            Start again
          </Button>
          <OpenFile onOpen={open} />
        </>
      }
    >
      The handler has stopped{fault && `: ${withoutStop(fault.message)}`}
      {position && (
        <>
          , at{' '}
          <code>
            <SourceLink position={position} isTabStop />
          </code>
        </>
      )}
      .
    </Notice>
  )
}

const OpenFile = ({ onOpen }: { readonly onOpen: () => void }) => (
  <Button tone="quiet" icon={FilePen} onClick={onOpen}>
    Open file
  </Button>
)
