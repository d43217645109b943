import { FileQuestion } from 'lucide-react'
import type { SessionEntry } from '../../contract/state'
import { useMirror } from '../app/bench-context'
import { EmptyState } from '../design/empty-state'
import { OutsideInputs } from '../inputs/inputs-panel'
import styles from '../stage/stage.module.css'
import { TurnPanel } from '../turns/turn-panel'
import { OutsideBar } from './outside-bar'
import { PreviewCard } from './preview-card'

/** The stage while a session of somebody else is looked at. */
export function OutsideStage({ session }: { readonly session: SessionEntry }) {
  const manifest = useMirror(({ bench }) => bench.handlers[session.handlerId]?.manifest)
  return (
    <>
      <OutsideBar session={session} />
      {manifest ? (
        <div className={styles.body}>
          <div className={styles.media}>
            <div className={styles.cards}>
              <PreviewCard key={`${session.id} in`} side="in" manifest={manifest} />
              <PreviewCard key={`${session.id} out`} side="out" manifest={manifest} />
            </div>
            {manifest.turns && <TurnPanel turns={manifest.turns} />}
          </div>
          {manifest.inputs && <OutsideInputs key={session.id} session={session} manifest={manifest} />}
        </div>
      ) : (
        <EmptyState icon={FileQuestion} title="The file of this handler is no longer in the folder" />
      )}
    </>
  )
}
