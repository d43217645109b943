import { History } from 'lucide-react'
import type { Accident } from '../../contract/state'
import { useAttempt, useBench, useMirror, useSignal } from '../app/bench-context'
import { Button } from '../design/button'
import { Notice } from '../design/notice'
import { usePickSession } from '../messages/use-shown-session'
import { accidentText } from './accident-text'
import { CrashReport } from './engine-banner'

/** After a start: how the app ended the last time, and what was done about it. */
export function AccidentNotice() {
  const { engine } = useBench()
  const accident = useMirror(({ bench }) => bench.accident)
  const news = useSignal(engine.news)
  // The end of the engine is the banner's to tell while that is there.
  if (!accident || (accident.what === 'engine' && news.status !== 'running')) return null
  return <AccidentBar accident={accident} />
}

function AccidentBar({ accident }: { readonly accident: Accident }) {
  const { client } = useBench()
  const attempt = useAttempt('dismiss')
  return (
    <Notice
      tone="warning"
      role="alert"
      label="Last time"
      onDismiss={() => attempt(() => client.request('accident.dismiss'))}
      actions={
        <>
          <ShowSession ids={accident.sessions} />
          {accident.report !== null && <CrashReport />}
        </>
      }
    >
      {accidentText(accident)}
    </Notice>
  )
}

function ShowSession({ ids }: { readonly ids: readonly string[] }) {
  const pick = usePickSession()
  const newest = useMirror(({ bench }) =>
    ids.reduce<string | null>((found, id) => {
      const openedAt = bench.sessions[id]?.openedAt
      const foundAt = found === null ? Number.NEGATIVE_INFINITY : (bench.sessions[found]?.openedAt ?? 0)
      return openedAt !== undefined && openedAt > foundAt ? id : found
    }, null),
  )
  if (newest === null) return null
  return (
    <Button icon={History} onClick={() => pick(newest)}>
      Show the last session
    </Button>
  )
}
