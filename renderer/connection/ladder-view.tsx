import { TriangleAlert } from 'lucide-react'
import { classNames } from '../design/class-names'
import type { ConnectionRows } from './ask-connection'
import { type LadderStep, type LadderWay, ladderSteps } from './ladder'
import styles from './ladder-view.module.css'
import { LegTimes } from './leg-times'
import { legTimes } from './legs'

const ms = (value: number): string => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'))

/** How the connection came about, step by step. */
export function LadderView({ rows, media }: ConnectionRows) {
  const steps = ladderSteps(rows, media)
  return (
    <div className={styles.view}>
      <LegTimes legs={legTimes(rows, media)} />
      <div className={styles.ladder}>
        <div className={styles.head} aria-hidden>
          <span className={styles.time}>ms</span>
          <span className={styles.since}>since</span>
          <span className={styles.sides}>
            <span>Client</span>
            <span>Soundcheck</span>
          </span>
        </div>
        <ol className={styles.steps} aria-label="Steps of the connection">
          {steps.map((step) => (
            <Step key={step.id} step={step} />
          ))}
        </ol>
      </div>
    </div>
  )
}

const ways: { readonly [W in LadderWay]: string } = {
  in: 'from the client',
  out: 'to the client',
  here: 'at Soundcheck',
  both: 'between both',
}

function Step({ step }: { readonly step: LadderStep }) {
  const { atUs, way, label, meaning, sinceMs, slow } = step
  return (
    <li className={classNames(styles.step, slow !== null && styles.slow)} title={slow ?? meaning}>
      <span className={styles.time}>{ms(atUs / 1000)}</span>
      <span className={styles.since}>{sinceMs === null ? '' : `+${ms(sinceMs)}`}</span>
      <Arrow way={way} />
      <span className={styles.label}>
        {slow && <TriangleAlert size={12} role="img" aria-label="Slow" className={styles.warning} />} {label}
        <span className={styles.unseen}> {ways[way]}</span>
      </span>
      <span className={styles.meaning}>{slow ?? meaning}</span>
    </li>
  )
}

/** Two lifelines, and what passes between them; a pixel is a pixel. */
const CLIENT = 20
const ENGINE = 148
const WIDTH = 168
const HEIGHT = 22
const MIDDLE = HEIGHT / 2
const HEAD = 5

const Arrow = ({ way }: { readonly way: LadderWay }) => (
  <svg className={styles.arrow} width={WIDTH} height={HEIGHT} aria-hidden>
    <path className={styles.life} d={`M${CLIENT} 0V${HEIGHT}M${ENGINE} 0V${HEIGHT}`} />
    {way === 'here' ? (
      <circle className={styles.dot} cx={ENGINE} cy={MIDDLE} r={3.5} />
    ) : (
      <path
        className={styles[way]}
        d={`M${CLIENT} ${MIDDLE}H${ENGINE}${way === 'out' ? '' : headAt(ENGINE, -1)}${way === 'in' ? '' : headAt(CLIENT, 1)}`}
      />
    )}
  </svg>
)

/** The head of an arrow whose point is at `x`; `back` is where it comes from. */
const headAt = (x: number, back: 1 | -1): string =>
  `M${x + back * HEAD} ${MIDDLE - HEAD + 1}L${x} ${MIDDLE}L${x + back * HEAD} ${MIDDLE + HEAD - 1}`
