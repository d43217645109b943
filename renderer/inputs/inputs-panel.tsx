import { RotateCcw } from 'lucide-react'
import { useMemo } from 'react'
import type { HandlerManifest } from '../../contract/manifest'
import { IconButton } from '../design/button'
import { InputControl } from './input-control'
import { inputFields } from './input-field'
import styles from './inputs-panel.module.css'
import { useInputEdits } from './use-input-edits'

export interface InputsPanelProps {
  readonly handlerId: string
  readonly manifest: HandlerManifest
}

export function InputsPanel({ handlerId, manifest }: InputsPanelProps) {
  const { inputs, turns } = manifest
  // What is held down to talk has a button of its own.
  const fields = useMemo(
    () => inputFields(inputs).filter(({ name }) => name !== turns?.pushToTalk),
    [inputs, turns],
  )
  const { values, isEdited, refusal, set, reset } = useInputEdits(handlerId, manifest)
  if (fields.length === 0) return null
  return (
    <section className={styles.panel} aria-label="Inputs">
      <header className={styles.header}>
        <h2>Inputs</h2>
        <IconButton label="Reset to defaults" icon={RotateCcw} disabled={!isEdited} onClick={reset} />
      </header>
      {refusal && (
        <p role="alert" className={styles.refusal}>
          {refusal}
        </p>
      )}
      <div className={styles.fields}>
        {fields.map((field) => (
          <InputControl
            key={field.name}
            field={field}
            value={values[field.name] ?? null}
            onChange={(value) => set(field.name, value)}
          />
        ))}
      </div>
    </section>
  )
}
