import type { PathSummary } from '../../contract/frame-path'
import { msText } from '../budget/budget-words'
import figures from '../design/figure-table.module.css'
import styles from './frames-panel.module.css'

/** The handler's end by version of the handler, where there were several. */
export function VersionTable({ summaries }: { readonly summaries: readonly PathSummary[] }) {
  const versions = summaries.filter(({ version }) => version !== null)
  if (versions.length < 2) return null
  return (
    <table className={figures.table}>
      <thead>
        <tr>
          <th scope="col">
            Version <span className={styles.faint}>at the handler’s end</span>
          </th>
          <th scope="col">Frames</th>
          <th scope="col">p50</th>
          <th scope="col">p95</th>
          <th scope="col">p99</th>
          <th scope="col" title="From the call with a frame until its answer; half of them">
            Handler, p50
          </th>
        </tr>
      </thead>
      <tbody>
        {versions.map(({ version, total, steps }) => (
          <tr key={version}>
            <th scope="row">version {version}</th>
            <td>{total.count.toLocaleString('en')}</td>
            <td>{msText(total.p50)}</td>
            <td>{msText(total.p95)}</td>
            <td>{msText(total.p99)}</td>
            <td>{msText(steps.handler.p50)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
