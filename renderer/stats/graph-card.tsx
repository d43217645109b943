import figures from '../design/figure-table.module.css'
import styles from './graph-card.module.css'
import { figuresOfLine, figureText } from './line-figures'
import { LineGraph, type LineGraphProps, lineColor } from './line-graph'

/** A graph with its name and its lines in figures. */
export function GraphCard(props: LineGraphProps) {
  const { graph, cursor } = props
  const { title, unit, about, lines } = graph
  return (
    <figure className={styles.card}>
      <figcaption className={styles.title} title={about}>
        {title}
        {unit && <span className={styles.unit}>{unit}</span>}
      </figcaption>
      <LineGraph {...props} />
      <table className={figures.table} aria-label={`${title}${unit ? `, ${unit}` : ''}`}>
        <thead>
          <tr>
            <th scope="col" aria-label="Line" />
            <th scope="col">{cursor === null ? 'now' : 'here'}</th>
            <th scope="col">mean</th>
            <th scope="col">most</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ label, color, isDashed, values }) => {
            const { now, mean, most } = figuresOfLine(values, cursor)
            const swatch = { borderTop: `2px ${isDashed ? 'dashed' : 'solid'} ${lineColor(color)}` }
            return (
              <tr key={label}>
                <th scope="row">
                  <span className={styles.swatch} style={swatch} aria-hidden />
                  {label}
                </th>
                <td>{figureText(now)}</td>
                <td>{figureText(mean)}</td>
                <td>{figureText(most)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </figure>
  )
}
