import { Plus, Trash2 } from 'lucide-react'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { useBench } from '../app/bench-context'
import { IconButton } from '../design/button'
import { TextField } from '../design/text-field'
import { withVariable } from './message-library'
import { builtInVariables } from './message-variables'
import styles from './variable-table.module.css'

const namePattern = /^[\w.-]+$/

/** What stands for `{{name}}` in messages. */
export function VariableTable() {
  const { library } = useBench().inspector
  const variables = useStore(library, (state) => state.variables)
  const put = (name: string, value: string) =>
    library.setState((state) => ({ variables: withVariable(state.variables, { name, value }) }))
  const remove = (name: string) =>
    library.setState((state) => ({ variables: state.variables.filter((one) => one.name !== name) }))
  return (
    <section className={styles.section} aria-label="Variables">
      <h3 className={styles.heading}>Variables</h3>
      {variables.map(({ name, value }) => (
        <div key={name} className={styles.variable}>
          <code className={styles.name}>{`{{${name}}}`}</code>
          <TextField
            aria-label={`Value of ${name}`}
            value={value}
            onChange={(event) => put(name, event.target.value)}
          />
          <IconButton label={`Delete variable ${name}`} icon={Trash2} onClick={() => remove(name)} />
        </div>
      ))}
      <NewVariable onAdd={put} />
      <p className={styles.builtIn}>
        {builtInVariables.map(({ name, about }) => (
          <span key={name}>
            <code>{`{{${name}}}`}</code> {about}
          </span>
        ))}
      </p>
    </section>
  )
}

function NewVariable({ onAdd }: { readonly onAdd: (name: string, value: string) => void }) {
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const isGood = namePattern.test(name.trim())
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (!isGood) return
    onAdd(name.trim(), value)
    setName('')
    setValue('')
  }
  return (
    <form className={styles.variable} onSubmit={add}>
      <TextField
        aria-label="Name of a new variable"
        placeholder="name"
        maxLength={40}
        invalid={name !== '' && !isGood}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        aria-label="Its value"
        placeholder="value"
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <IconButton type="submit" label="Add variable" icon={Plus} disabled={!isGood} />
    </form>
  )
}
