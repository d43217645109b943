import { Timer } from 'lucide-react'
import type { SessionBudget } from '../../contract/budget'
import { useBench } from '../app/bench-context'
import { EmptyState } from '../design/empty-state'
import { showRows } from '../inspector/inspector-store'
import { sizeText } from '../messages/row-text'
import { useShownSession } from '../messages/use-shown-session'
import { BudgetTable } from './budget-table'
import { msText, percentText } from './budget-words'
import styles from './call-budget.module.css'
import { ThreadHolder } from './thread-holder'
import { useAppDelay } from './use-app-delay'
import { useBudget } from './use-budget'

/** How long the handler's methods take, against the time that there is for them. */
export function CallBudget() {
  const { store } = useBench().inspector
  const sessionId = useShownSession()
  const { value, complete, error } = useBudget(sessionId)
  const show = (text: string): void => showRows(store, text)
  if (!value || value.methods.length === 0)
    return (
      <EmptyState icon={Timer} title={emptyTitle(sessionId, value, error !== null)}>
        <span>
          {error?.message ?? 'Each call of the handler’s methods is timed here, against its share of time.'}
        </span>
      </EmptyState>
    )
  return (
    <section className={styles.panel} aria-label="Budget">
      {error && <p className={styles.note}>The calls are not counted now: {error.message}</p>}
      {!complete && <p className={styles.note}>Older calls are still being counted …</p>}
      <BudgetTable methods={value.methods} onQuery={show} />
      {sessionId && <ThreadHolder sessionId={sessionId} />}
      <Figures budget={value} />
    </section>
  )
}

function emptyTitle(sessionId: string | null, value: SessionBudget | null, hasFailed: boolean): string {
  if (hasFailed) return 'The calls could not be counted'
  if (!sessionId) return 'No session yet'
  return value ? 'Nothing was called yet' : 'Counting the calls'
}

/** What else takes the handler's and the engine's time. */
function Figures({ budget }: { readonly budget: SessionBudget }) {
  const { engineDelayMs, handlerDelayMs, busy, engineBusy, heapBytes, externalBytes } = budget
  const app = useAppDelay()
  return (
    <dl className={styles.figures}>
      {busy && (
        <Figure
          name="Handler busy"
          value={percentText(busy.now)}
          more={`of the last second; ${percentText(busy.most)} at most`}
        />
      )}
      {engineBusy && (
        <Figure
          name="Engine busy"
          value={percentText(engineBusy.now)}
          more={`with this session’s media; ${percentText(engineBusy.most)} at most`}
        />
      )}
      {heapBytes !== null && (
        <Figure
          name="Handler memory"
          value={sizeText(heapBytes + (externalBytes ?? 0))}
          more={`${sizeText(heapBytes)} heap, ${sizeText(externalBytes ?? 0)} buffers`}
        />
      )}
      {handlerDelayMs && (
        <Figure
          name="Handler late"
          value={msText(handlerDelayMs.p95)}
          more={`its event loop, p95 of the most in a second; ${msText(handlerDelayMs.max)} at most`}
        />
      )}
      {engineDelayMs && (
        <Figure
          name="Engine late"
          value={msText(engineDelayMs.p95)}
          more={`by its timers, p95; ${msText(engineDelayMs.max)} at most`}
        />
      )}
      {app && (
        <Figure
          name="App late"
          value={msText(app.p95)}
          more={`its main thread now, p95; ${msText(app.max)} at most`}
        />
      )}
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly value: string
  readonly more: string
}

const Figure = ({ name, value, more }: FigureProps) => (
  <div className={styles.figure}>
    <dt>{name}</dt>
    <dd>
      <strong>{value}</strong> <span className={styles.more}>{more}</span>
    </dd>
  </div>
)
