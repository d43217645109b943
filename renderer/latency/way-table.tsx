import { msText } from '../budget/budget-words'
import figures from '../design/figure-table.module.css'
import type { WayPart, WaySpread } from './frame-ways'
import styles from './frames-panel.module.css'
import { Swatch } from './way-bar'
import { wayWords } from './way-words'

interface WayTableProps {
  readonly parts: readonly WayPart[]
  readonly spread: WaySpread
  /** null = not known. */
  readonly unexplainedMs: number | null
}

/** Each part of the way, and all together. */
export const WayTable = ({ parts, spread, unexplainedMs }: WayTableProps) => (
  <table className={figures.table}>
    <thead>
      <tr>
        <th scope="col">Part</th>
        <th scope="col">p50</th>
        <th scope="col">p95</th>
        <th scope="col">p99</th>
        <th scope="col">Most</th>
      </tr>
    </thead>
    <tbody>
      {parts.map((part) => (
        <Line key={part} part={part} spread={spread} />
      ))}
      <tr className={styles.sum}>
        <th scope="row">All together</th>
        <Figures of={spread.total} />
      </tr>
      {unexplainedMs !== null && (
        <tr>
          <PartName part="unexplained" />
          <td>{msText(unexplainedMs)}</td>
          <td colSpan={3} />
        </tr>
      )}
    </tbody>
  </table>
)

const PartName = ({ part }: { readonly part: WayPart }) => (
  <th scope="row" title={wayWords[part].about}>
    <Swatch part={part} />
    {wayWords[part].name} <span className={styles.about}>{wayWords[part].about}</span>
  </th>
)

function Line({ part, spread }: { readonly part: WayPart; readonly spread: WaySpread }) {
  const of = spread.parts[part]
  if (!of) return null
  return (
    <tr>
      <PartName part={part} />
      <Figures of={of} />
    </tr>
  )
}

const Figures = ({ of: { p50, p95, p99, max } }: { readonly of: WaySpread['total'] }) => (
  <>
    <td>{msText(p50)}</td>
    <td>{msText(p95)}</td>
    <td>{msText(p99)}</td>
    <td>{msText(max)}</td>
  </>
)
