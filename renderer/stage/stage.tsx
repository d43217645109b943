import { AlertStack } from '../alerts/alert-stack'
import { useStageHandler } from '../app/bench-context'
import { InputsPanel } from '../inputs/inputs-panel'
import { MediaCard } from './media-card'
import { SourceBar } from './source-bar'
import styles from './stage.module.css'

export function Stage() {
  const handler = useStageHandler()
  const manifest = handler?.manifest ?? null
  return (
    <section className={styles.stage} aria-label="Stage">
      <AlertStack />
      <SourceBar manifest={manifest} />
      <div className={styles.body}>
        <div className={styles.cards}>
          <MediaCard side="sent" manifest={manifest} />
          <MediaCard side="received" manifest={manifest} />
        </div>
        {handler && manifest?.inputs && (
          <InputsPanel key={handler.id} handlerId={handler.id} manifest={manifest} />
        )}
      </div>
    </section>
  )
}
