import type { KeyboardEvent } from 'react'
import { useEffect, useId, useRef, useState } from 'react'
import type { ExampleEntry } from '../../contract/ipc'
import { Option } from '../design/option'
import { TextField } from '../design/text-field'
import styles from './example-picker.module.css'
import { stepIndex } from './handler-list'
import { findExamples } from './use-examples'

export interface ExamplePickerProps {
  readonly entries: readonly ExampleEntry[]
  /** The name of the chosen one; empty while the search finds none. */
  readonly chosen: string
  readonly onChoose: (name: string) => void
}

/** A search and the examples that it finds; the arrow keys choose while one types. */
export function ExamplePicker({ entries, chosen, onChoose }: ExamplePickerProps) {
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const [search, setSearch] = useState('')
  const found = findExamples(entries, search)
  const index = found.findIndex(({ name }) => name === chosen)
  const optionId = (name: string) => `${listId}${name}`

  const onSearch = (text: string) => {
    setSearch(text)
    const next = findExamples(entries, text)
    if (!next.some(({ name }) => name === chosen)) onChoose(next[0]?.name ?? '')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // In the text these two move the cursor.
    if (event.key === 'Home' || event.key === 'End') return
    const next = stepIndex(event.key, index, found.length)
    if (next === null) return
    event.preventDefault()
    onChoose(found[next]?.name ?? '')
  }
  useEffect(() => {
    if (index >= 0) list.current?.children[index]?.scrollIntoView({ block: 'nearest' })
  }, [index])

  // It was opened to choose one.
  useEffect(() => field.current?.focus(), [])

  return (
    <div className={styles.picker}>
      <TextField
        ref={field}
        role="combobox"
        aria-label="Find an example"
        placeholder="Find an example"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={index >= 0 ? optionId(chosen) : undefined}
        value={search}
        onChange={(event) => onSearch(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={listId} role="listbox" aria-label="Examples" className={styles.list}>
        {found.map((entry) => (
          <ExampleOption
            key={entry.name}
            entry={entry}
            optionId={optionId(entry.name)}
            selected={entry.name === chosen}
            onChoose={onChoose}
          />
        ))}
        {found.length === 0 && <p className={styles.none}>No example matches “{search}”</p>}
      </div>
    </div>
  )
}

interface ExampleOptionProps {
  readonly entry: ExampleEntry
  readonly optionId: string
  readonly selected: boolean
  readonly onChoose: (name: string) => void
}

function ExampleOption({ entry, optionId, selected, onChoose }: ExampleOptionProps) {
  return (
    <Option
      id={optionId}
      selected={selected}
      layout="text"
      className={styles.option}
      onSelect={() => onChoose(entry.name)}
    >
      <p className={styles.title}>
        {entry.title} <code className={styles.file}>{entry.name}.ts</code>
      </p>
      <p className={styles.summary}>{entry.summary}</p>
      {entry.needs && <code className={styles.needs}>needs: {entry.needs}</code>}
    </Option>
  )
}
