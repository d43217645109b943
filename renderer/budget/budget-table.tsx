import type { MethodBudget } from '../../contract/budget'
import { classNames } from '../design/class-names'
import { gradeClass } from '../design/grade'
import { clockText, countText } from '../messages/row-text'
import styles from './budget-table.module.css'
import {
  callsQuery,
  inOrder,
  longestQuery,
  missesQuery,
  msText,
  percentText,
  shareOf,
  toneOf,
  toneWords,
} from './budget-words'

interface BudgetTableProps {
  readonly methods: readonly MethodBudget[]
  /** Shows the rows of a query. */
  readonly onQuery: (text: string) => void
}

/** One line for each method; one more for each version of the handler, where there were several. */
export function BudgetTable({ methods, onQuery }: BudgetTableProps) {
  const hasVersions = new Set(methods.map(({ version }) => version)).size > 2
  const shown = hasVersions ? inOrder(methods) : inOrder(methods).filter(({ version }) => version === null)
  return (
    <div className={styles.box}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Method</th>
            <th scope="col" className={styles.number}>
              Calls
            </th>
            <th scope="col">p95 of its time</th>
            <th scope="col" className={styles.number}>
              p50
            </th>
            <th scope="col" className={styles.number}>
              p95
            </th>
            <th scope="col" className={styles.number}>
              p99
            </th>
            <th scope="col" className={styles.number}>
              Longest
            </th>
            <th scope="col" className={styles.number}>
              Too slow
            </th>
            <th scope="col" className={styles.number}>
              Threw
            </th>
            <th scope="col" className={styles.number} title="From the arrival of the frame until the call">
              Waited, p95
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((budget) => (
            <BudgetRow key={`${budget.method} ${budget.version}`} budget={budget} onQuery={onQuery} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface BudgetRowProps {
  readonly budget: MethodBudget
  readonly onQuery: BudgetTableProps['onQuery']
}

function BudgetRow({ budget, onQuery }: BudgetRowProps) {
  const { method, version, ms, waitMs, misses, failed, longestAtUs } = budget
  const isWhole = version === null
  return (
    <tr className={classNames(!isWhole && styles.version)}>
      <th scope="row">
        <Query text={callsQuery(budget)} about="Show these calls" onQuery={onQuery}>
          {isWhole ? method : `version ${version}`}
        </Query>
      </th>
      <td className={styles.number}>{countText(ms.count)}</td>
      <td>
        <Share budget={budget} />
      </td>
      <td className={styles.number}>{msText(ms.p50)}</td>
      <td className={styles.number}>{msText(ms.p95)}</td>
      <td className={styles.number}>{msText(ms.p99)}</td>
      <td className={styles.number}>
        <Query
          text={longestQuery(budget)}
          about={`Show the call that ended at ${clockText(longestAtUs)}`}
          onQuery={onQuery}
        >
          {msText(ms.max)}
        </Query>
      </td>
      <td className={styles.number}>
        <Count
          count={misses}
          text={missesQuery(budget)}
          about="Show the calls that were too slow"
          onQuery={onQuery}
        />
      </td>
      <td className={styles.number}>
        <Count
          count={failed}
          text={`${callsQuery(budget)} outcome:error`}
          about="Show the calls that threw"
          onQuery={onQuery}
        />
      </td>
      <td className={styles.number}>{waitMs ? msText(waitMs.p95) : '–'}</td>
    </tr>
  )
}

/** How much of the time for a call 95 % of them need at most, as a bar and in words. */
function Share({ budget }: { readonly budget: MethodBudget }) {
  const share = shareOf(budget)
  if (share === null || budget.budgetMs === null) return <span className={styles.none}>no deadline</span>
  const tone = toneOf(share)
  const text = `${percentText(share)} of ${msText(budget.budgetMs)}`
  return (
    <span className={styles.share}>
      <meter
        className={classNames(styles.meter, gradeClass(tone))}
        min={0}
        max={1}
        value={Math.min(1, share)}
        aria-label={`p95 of ${budget.method}`}
        aria-valuetext={`${text}, ${toneWords[tone]}`}
      />
      <span className={gradeClass(tone)}>{text}</span>
    </span>
  )
}

interface QueryProps extends BudgetTableProps {
  readonly text: string
  readonly about: string
  readonly children: string
}

const Query = ({ text, about, onQuery, children }: Omit<QueryProps, 'methods'>) => (
  <button type="button" className={styles.link} title={about} onClick={() => onQuery(text)}>
    {children}
  </button>
)

interface CountProps extends Omit<QueryProps, 'methods' | 'children'> {
  readonly count: number
}

const Count = ({ count, ...rest }: CountProps) =>
  count === 0 ? <span className={styles.none}>0</span> : <Query {...rest}>{countText(count)}</Query>
