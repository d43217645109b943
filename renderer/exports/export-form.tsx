import { useId } from 'react'
import { type ExportFormat, exportFormatInfos, exportFormats } from '../../contract/exports'
import { Segments } from '../design/segments'
import { Select } from '../design/select'
import { TextField } from '../design/text-field'
import styles from './export-dialog.module.css'
import { type ExportDraft, type ReadDraft, sideOf } from './export-draft'

interface ExportFormProps {
  readonly draft: ExportDraft
  readonly troubles: ReadDraft['troubles']
  readonly onChange: (change: Partial<ExportDraft>) => void
}

const formatOptions = exportFormats.map((format) => ({
  value: format,
  label: exportFormatInfos[format].title,
}))
const sides = [
  { value: 'in', label: 'Client' },
  { value: 'out', label: 'Handler' },
] as const

/** What is to be saved, and of what. */
export function ExportForm({ draft, troubles, onChange }: ExportFormProps) {
  const { sides: holds, about } = exportFormatInfos[draft.format]
  return (
    <section className={styles.form} aria-label="What is saved">
      <Select
        label="Format"
        value={draft.format}
        groups={[{ options: formatOptions }]}
        onChange={(format) => onChange({ format: format as ExportFormat })}
      />
      <p className={styles.hint}>{about}</p>
      <Segments
        label="Side"
        value={sideOf(draft) ?? 'both'}
        options={holds === 'one' ? sides : [{ value: 'both', label: 'Both sides' }, ...sides]}
        onChange={(side) => onChange({ side })}
      />
      <DraftField
        label="Only rows that match"
        placeholder="all, or as in the search: kind:message"
        text={draft.query}
        trouble={troubles.query}
        onChange={(query) => onChange({ query })}
      />
      <div className={styles.range}>
        <DraftField
          label="From"
          placeholder="its beginning"
          text={draft.from}
          trouble={troubles.from}
          onChange={(from) => onChange({ from })}
        />
        <DraftField
          label="To"
          placeholder="its end"
          text={draft.to}
          trouble={troubles.to}
          onChange={(to) => onChange({ to })}
        />
      </div>
    </section>
  )
}

interface DraftFieldProps {
  readonly label: string
  readonly placeholder: string
  readonly text: string
  readonly trouble: string | null
  readonly onChange: (text: string) => void
}

function DraftField({ label, placeholder, text, trouble, onChange }: DraftFieldProps) {
  const id = useId()
  const troubleId = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <TextField
        id={id}
        placeholder={placeholder}
        value={text}
        invalid={trouble !== null}
        aria-describedby={troubleId}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={troubleId} className={styles.trouble}>
        {trouble}
      </p>
    </div>
  )
}
