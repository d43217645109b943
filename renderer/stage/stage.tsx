import { AlertStack } from '../alerts/alert-stack'
import { useMirror, useOutsideSession, useStageHandler } from '../app/bench-context'
import { HostBar } from '../host/host-bar'
import { InputsPanel } from '../inputs/inputs-panel'
import { OutsideStage } from '../sessions/outside-stage'
import { TurnPanel } from '../turns/turn-panel'
import { FirstHandler } from './first-handler'
import { MediaCard } from './media-card'
import { SourceBar } from './source-bar'
import styles from './stage.module.css'

export function Stage() {
  const outside = useOutsideSession()
  return (
    <section className={styles.stage} aria-label="Stage">
      <HostBar />
      <AlertStack />
      {outside ? <OutsideStage session={outside} /> : <OwnStage />}
    </section>
  )
}

/** This window's call, or what is needed for one. */
function OwnStage() {
  const handler = useStageHandler()
  const manifest = handler?.manifest ?? null
  const isEmpty = useMirror(
    ({ bench }) => bench.folder.status === 'watching' && Object.keys(bench.handlers).length === 0,
  )
  if (isEmpty) return <FirstHandler />
  return (
    <>
      <SourceBar manifest={manifest} />
      <div className={styles.body}>
        <div className={styles.media}>
          <div className={styles.cards}>
            <MediaCard side="sent" handler={handler} />
            <MediaCard side="received" handler={handler} />
          </div>
          {manifest?.turns && <TurnPanel turns={manifest.turns} />}
        </div>
        {handler && manifest?.inputs && (
          <InputsPanel key={handler.id} handlerId={handler.id} manifest={manifest} />
        )}
      </div>
    </>
  )
}
