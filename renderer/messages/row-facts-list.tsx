import { useState } from 'react'
import type { JournalRow } from '../../contract/journal'
import { rowFields } from '../../contract/row-fields'
import { TextField } from '../design/text-field'
import { SourceLink } from '../inspector/source-link'
import type { RowNoting } from '../inspector/use-row-notes'
import { msText } from './row-facts'
import styles from './row-facts-list.module.css'
import { clockText, countText } from './row-text'

export interface RowFactsProps {
  readonly row: JournalRow
  readonly noting: RowNoting
}

/** From the marked row to this one, with its sign. */
export function deltaText(atUs: number, markedUs: number): string {
  const ms = (atUs - markedUs) / 1000
  return `${ms < 0 ? '−' : '+'}${msText(Math.abs(ms))}`
}

/** When, where, how large, every field by its name, and what the person noted. */
export function RowFacts({ row, noting }: RowFactsProps) {
  const { marked } = noting.notes
  const about = rowFields[row.kind]
  return (
    <dl className={styles.facts}>
      <Fact name="row" value={countText(row.n)} />
      <Fact name="at" value={clockText(row.atUs)} title={`${countText(row.atUs)} µs`} />
      {marked && marked.n !== row.n && (
        <Fact
          name="to marked row"
          value={deltaText(row.atUs, marked.atUs)}
          title={`Marked: row ${marked.n}`}
        />
      )}
      <Fact name="size" value={`${countText(row.sizeBytes)} B`} />
      {Object.entries(row.fields).map(([name, value]) => (
        <Fact key={name} name={name} value={String(value)} title={about[name]?.about} />
      ))}
      {row.position && (
        <div className={styles.fact}>
          <dt>in</dt>
          <dd>
            <SourceLink position={row.position} isTabStop />
          </dd>
        </div>
      )}
      <Note key={row.n} row={row} noting={noting} />
    </dl>
  )
}

interface FactProps {
  readonly name: string
  readonly value: string
  readonly title?: string | undefined
}

const Fact = ({ name, value, title }: FactProps) => (
  <div className={styles.fact} title={title}>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)

function Note({ row, noting }: RowFactsProps) {
  const kept = noting.notes.notes[row.n] ?? ''
  const [text, setText] = useState(kept)
  const keep = () => text !== kept && noting.note(row.n, text)
  return (
    <div className={styles.note}>
      <TextField
        aria-label="Note"
        placeholder="Note on this row"
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
    </div>
  )
}
