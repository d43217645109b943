import { FileWarning, Play, RotateCcw } from 'lucide-react'
import { useAttempt, useBench, useMirror, useSignal } from '../app/bench-context'
import { Button } from '../design/button'
import { Notice, Ticking } from '../design/notice'
import { useNow } from '../handlers/use-now'
import { countdownText, withoutStop } from '../host/time-words'
import type { EngineNews } from './engine-watch'

/** Across the window when the engine has ended, until the person has taken note that it runs again. */
export function EngineBanner() {
  const news = useSignal(useBench().engine.news)
  const lost = useMirror(({ link, error }) => (link === 'lost' ? error : null))
  if (news.status === 'ended') return <Ended {...news} />
  if (lost) return <Lost message={lost.message} />
  return news.status === 'restarted' ? <Restarted handlerId={news.handlerId} /> : null
}

const startItHere = 'Start it again here; if that does not help, start Soundcheck again.'

function Ended({ message, restartsAt }: Extract<EngineNews, { status: 'ended' }>) {
  const hint =
    restartsAt === null
      ? `It ended too often to be started by itself. ${startItHere}`
      : 'Your files are safe, and the messages of the call stay here.'
  return (
    <Notice
      tone="danger"
      role="alert"
      label="Engine"
      hint={hint}
      actions={
        <>
          {restartsAt === null && <StartEngine />}
          <CrashReport />
        </>
      }
    >
      The engine ended: {withoutStop(message)}
      {restartsAt === null ? '.' : <Restarts at={restartsAt} />}
    </Notice>
  )
}

/** A window that was opened after the end has heard nothing of it. */
const Lost = ({ message }: { readonly message: string }) => (
  <Notice
    tone="danger"
    role="alert"
    label="Engine"
    hint={startItHere}
    actions={
      <>
        <StartEngine />
        <CrashReport />
      </>
    }
  >
    The engine does not answer: {withoutStop(message)}.
  </Notice>
)

function StartEngine() {
  const { client } = useBench()
  const attempt = useAttempt('engine')
  return (
    <Button tone="primary" icon={Play} onClick={() => attempt(() => client.request('shell.restartEngine'))}>
      Start again
    </Button>
  )
}

function Restarts({ at }: { readonly at: number }) {
  const now = useNow(250)
  return (
    <>
      ; it <Ticking>{now < at ? `starts again in ${countdownText(at - now)}` : 'is starting again'}</Ticking>.
    </>
  )
}

function Restarted({ handlerId }: { readonly handlerId: string | null }) {
  const { engine, client, call } = useBench()
  const attempt = useAttempt('start')
  const accident = useMirror(({ bench }) => bench.accident)
  const runs = useMirror(({ bench }) => handlerId !== null && bench.handlers[handlerId]?.manifest != null)
  const dismissAccident = useAttempt('dismiss')
  const dismiss = () => {
    engine.settle()
    // It is the same news.
    if (accident?.what === 'engine') dismissAccident(() => client.request('accident.dismiss'))
  }
  const reconnect = () => {
    dismiss()
    attempt(() => handlerId && call.start(handlerId))
  }
  return (
    <Notice
      tone="info"
      role="status"
      label="Engine"
      onDismiss={dismiss}
      actions={
        <>
          {handlerId !== null && (
            <Button tone="primary" icon={RotateCcw} disabled={!runs} onClick={reconnect}>
              Reconnect
            </Button>
          )}
          <CrashReport />
        </>
      }
    >
      The engine runs again.
    </Notice>
  )
}

export function CrashReport() {
  const { client } = useBench()
  const attempt = useAttempt('crash report')
  return (
    <Button
      tone="quiet"
      icon={FileWarning}
      onClick={() => attempt(() => client.request('shell.openCrashReport'))}
    >
      Open crash report
    </Button>
  )
}
