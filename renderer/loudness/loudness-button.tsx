import { Gauge } from 'lucide-react'
import { useState } from 'react'
import type { RowDirection } from '../../contract/journal'
import type { LiveLoudness, LoudnessReport } from '../../contract/loudness'
import { useActiveSession } from '../app/bench-context'
import { Button, IconButton } from '../design/button'
import { classNames } from '../design/class-names'
import figures from '../design/figure-table.module.css'
import { gradeClass } from '../design/grade'
import { Popover } from '../design/popover'
import { Select } from '../design/select'
import styles from './loudness-button.module.css'
import { type LoudnessTarget, loudnessTargets, lufsText, verdictOf } from './loudness-words'
import { useLiveLoudness } from './use-live-loudness'

/** Opens the loudness of the call that is shown: measured only while it is open. */
export function LoudnessButton() {
  const session = useActiveSession()
  const trigger = (
    <IconButton label="Loudness" hint="Loudness of both sides (LUFS)" icon={Gauge} disabled={!session} />
  )
  return (
    <Popover label="Loudness" trigger={trigger} width="wide">
      {session && <LoudnessTable sessionId={session.id} />}
    </Popover>
  )
}

const rows = [
  {
    name: 'Momentary',
    about: 'the last 400 ms',
    unit: 'LUFS',
    of: ({ momentary }: LiveLoudness) => momentary,
  },
  { name: 'Short-term', about: 'the last 3 s', unit: 'LUFS', of: ({ shortTerm }: LiveLoudness) => shortTerm },
  {
    name: 'Integrated',
    about: 'all so far, pauses left out',
    unit: 'LUFS',
    of: ({ integrated }: LiveLoudness) => integrated,
  },
  { name: 'Range', about: 'how much it varies', unit: 'LU', of: ({ range }: LiveLoudness) => range },
  {
    name: 'True peak',
    about: 'also between samples',
    unit: 'dBTP',
    of: ({ truePeak }: LiveLoudness) => truePeak,
  },
] as const

/** Mono is as good as stereo that fits; what is turned over is not heard on one loudspeaker. */
const CANCELS = -0.1

function phaseText(correlation: number | null | undefined): string {
  if (correlation === null || correlation === undefined) return '–'
  const told = correlation > 0.98 ? ' (mono)' : correlation < CANCELS ? ' (cancels in mono)' : ''
  return `${correlation.toFixed(2).replace('-', '−')}${told}`
}

const sides: readonly { readonly side: RowDirection; readonly title: string }[] = [
  { side: 'in', title: 'You send' },
  { side: 'out', title: 'Handler sends' },
]

function LoudnessTable({ sessionId }: { readonly sessionId: string }) {
  const { report, error, restart } = useLiveLoudness(sessionId)
  const [target, setTarget] = useState<LoudnessTarget>('-16')
  return (
    <section className={styles.panel} aria-label="Loudness figures">
      <table className={classNames(figures.table, styles.table)}>
        <thead>
          <tr>
            <th scope="col">EBU R 128</th>
            {sides.map(({ side, title }) => (
              <th key={side} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, about, unit, of }) => (
            <tr key={name}>
              <th scope="row">
                {name} <span className={styles.faint}>{about}</span>
              </th>
              {sides.map(({ side }) => (
                <td key={side}>
                  {lufsText(report?.[side] ? of(report[side]) : null)}{' '}
                  <span className={styles.faint}>{unit}</span>
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">
              Phase <span className={styles.faint}>left with right, −1 to 1</span>
            </th>
            {sides.map(({ side }) => {
              const correlation = report?.[side]?.correlation
              const isBad = typeof correlation === 'number' && correlation < CANCELS
              return (
                <td key={side} className={isBad ? gradeClass('over') : undefined}>
                  {phaseText(correlation)}
                </td>
              )
            })}
          </tr>
          <VerdictRow report={report} target={target} />
        </tbody>
      </table>
      <Select
        label="Target"
        value={target}
        groups={[{ options: loudnessTargets }]}
        onChange={(value) => setTarget(value as LoudnessTarget)}
      />
      {error && <p className={styles.error}>{error.message}</p>}
      <div className={styles.foot}>
        <span className={styles.faint}>Measured on the wire, since this was opened.</span>
        <Button onClick={restart}>Measure anew</Button>
      </div>
    </section>
  )
}

interface VerdictRowProps {
  readonly report: LoudnessReport | null
  readonly target: LoudnessTarget
}

const VerdictRow = ({ report, target }: VerdictRowProps) => (
  <tr>
    <th scope="row">Against the target</th>
    {sides.map(({ side }) => {
      const loudness = report?.[side]
      if (!loudness) return <td key={side}>no sound yet</td>
      const { tone, text } = verdictOf(loudness, target)
      return (
        <td key={side} className={gradeClass(tone)}>
          {text}
        </td>
      )
    })}
  </tr>
)
