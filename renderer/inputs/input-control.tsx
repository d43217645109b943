import { useId } from 'react'
import type { JsonValue } from '../../contract/json'
import { classNames } from '../design/class-names'
import { Select } from '../design/select'
import { Slider } from '../design/slider'
import { Switch } from '../design/switch'
import { TextField } from '../design/text-field'
import { DraftField } from './draft-field'
import styles from './input-control.module.css'
import type { InputField } from './input-field'
import { checkJson, checkNumber } from './input-field'

export interface InputControlProps {
  readonly field: InputField
  readonly value: JsonValue
  readonly onChange: (value: JsonValue) => void
}

const optionText = (value: JsonValue) => (typeof value === 'string' ? value : JSON.stringify(value))
const textOf = (value: JsonValue) => (value === null ? '' : optionText(value))

export function InputControl({ field, value, onChange }: InputControlProps) {
  const id = useId()
  return (
    <div className={classNames(styles.input, field.type === 'switch' && styles.inline)}>
      <label htmlFor={id} className={styles.label} title={field.description ?? undefined}>
        {field.label}
      </label>
      <div className={styles.control}>
        <Control id={id} field={field} value={value} onChange={onChange} />
      </div>
      {field.description && <p className={styles.description}>{field.description}</p>}
    </div>
  )
}

function Control({ id, field, value, onChange }: InputControlProps & { readonly id: string }) {
  switch (field.type) {
    case 'slider':
      return <NumberSlider id={id} field={field} value={value} onChange={onChange} />
    case 'number':
      return (
        <DraftField
          id={id}
          inputMode="decimal"
          text={textOf(value)}
          check={(text) => checkNumber(text, field)}
          onChange={onChange}
        />
      )
    case 'switch':
      return <Switch id={id} checked={value === true} onChange={onChange} />
    case 'choice':
      return (
        <Select
          label={field.label}
          value={JSON.stringify(value)}
          groups={[
            {
              options: field.options.map((option) => ({
                value: JSON.stringify(option),
                label: optionText(option),
              })),
            },
          ]}
          onChange={(text) => onChange(JSON.parse(text) as JsonValue)}
        />
      )
    case 'text':
      return (
        <TextField
          id={id}
          type={field.secret ? 'password' : 'text'}
          autoComplete="off"
          value={textOf(value)}
          maxLength={field.maxLength ?? undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      )
    case 'json':
      return <DraftField id={id} mono text={JSON.stringify(value)} check={checkJson} onChange={onChange} />
  }
}

interface NumberSliderProps extends InputControlProps {
  readonly id: string
  readonly field: Extract<InputField, { type: 'slider' }>
}

function NumberSlider({ id, field, value, onChange }: NumberSliderProps) {
  const number = typeof value === 'number' ? value : field.min
  const { label, min, max, step } = field
  return (
    <>
      <Slider label={label} value={number} min={min} max={max} step={step} onChange={onChange} />
      <DraftField
        id={id}
        label={`${label} value`}
        short
        inputMode="decimal"
        text={String(number)}
        check={(text) => checkNumber(text, field)}
        onChange={onChange}
      />
    </>
  )
}
