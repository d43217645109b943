import { RotateCcw } from 'lucide-react'
import { useMemo } from 'react'
import type { HandlerManifest } from '../../contract/manifest'
import type { SessionEntry } from '../../contract/state'
import { IconButton } from '../design/button'
import { InputControl } from './input-control'
import { inputFields } from './input-field'
import styles from './inputs-panel.module.css'
import { type InputEdits, useInputEdits } from './use-input-edits'
import { useOutsideInputs } from './use-outside-inputs'

export interface InputsPanelProps {
  readonly handlerId: string
  readonly manifest: HandlerManifest
}

/** Of this window's call, or of the next one. */
export function InputsPanel({ handlerId, manifest }: InputsPanelProps) {
  return <InputFields manifest={manifest} edits={useInputEdits(handlerId, manifest)} />
}

export interface OutsideInputsProps {
  readonly session: SessionEntry
  readonly manifest: HandlerManifest
}

/** Of somebody else's session: what is changed is changed for its client. */
export function OutsideInputs({ session, manifest }: OutsideInputsProps) {
  return <InputFields manifest={manifest} edits={useOutsideInputs(session, manifest)} />
}

interface InputFieldsProps {
  readonly manifest: HandlerManifest
  readonly edits: InputEdits
}

function InputFields({ manifest, edits }: InputFieldsProps) {
  const { inputs, turns } = manifest
  // What is held down to talk has a button of its own.
  const fields = useMemo(
    () => inputFields(inputs).filter(({ name }) => name !== turns?.pushToTalk),
    [inputs, turns],
  )
  const { values, isEdited, refusal, set, reset } = edits
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
