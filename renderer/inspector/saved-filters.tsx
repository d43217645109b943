import { Bookmark, Check, Copy, Pencil, Trash2 } from 'lucide-react'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useAttempt, useBench } from '../app/bench-context'
import { Button, IconButton } from '../design/button'
import { Popover } from '../design/popover'
import { TextField } from '../design/text-field'
import { type SavedFilter, withSaved } from './inspector-store'
import styles from './saved-filters.module.css'
import { useInspector } from './use-inspector'

export interface SavedFiltersProps {
  /** The query that could be saved; blank = there is none. */
  readonly text: string
  readonly onText: (text: string) => void
}

/** Queries under names of their own. A query is shared as its text: copied here, put into the field there. */
export function SavedFilters({ text, onText }: SavedFiltersProps) {
  const saved = useInspector((state) => state.saved)
  return (
    <Popover
      label="Saved filters"
      width="wide"
      trigger={<IconButton label="Saved filters" icon={Bookmark} />}
    >
      <SaveForm text={text} />
      {saved.length === 0 && (
        <p className={styles.none}>Nothing is saved yet. A saved filter is offered in the empty field.</p>
      )}
      <ul className={styles.list}>
        {saved.map((filter) => (
          <SavedRow key={filter.name} filter={filter} onText={onText} />
        ))}
      </ul>
    </Popover>
  )
}

function SaveForm({ text }: { readonly text: string }) {
  const { store } = useBench().inspector
  const [name, setName] = useState('')
  const isReady = text !== '' && name.trim() !== ''
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (!isReady) return
    store.setState(({ saved }) => ({ saved: withSaved(saved, { name: name.trim(), text }) }))
    setName('')
  }
  return (
    <form className={styles.form} onSubmit={save}>
      <code className={styles.query}>{text || 'Write a query first'}</code>
      <TextField
        aria-label="Name of the filter"
        placeholder="Name"
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" disabled={!isReady}>
        Save
      </Button>
    </form>
  )
}

function SavedRow({
  filter,
  onText,
}: {
  readonly filter: SavedFilter
  readonly onText: (text: string) => void
}) {
  const { inspector, client } = useBench()
  const attempt = useAttempt('copy')
  const [newName, setNewName] = useState<string | null>(null)
  const { name, text } = filter
  const remove = () =>
    inspector.store.setState(({ saved }) => ({ saved: saved.filter((one) => one.name !== name) }))
  const rename = (event: FormEvent) => {
    event.preventDefault()
    const next = newName?.trim() ?? ''
    if (next === '') return
    inspector.store.setState(({ saved }) => ({
      saved: withSaved(
        saved.filter((one) => one.name !== name),
        { name: next, text },
      ),
    }))
    setNewName(null)
  }
  if (newName !== null) {
    return (
      <li>
        <form className={styles.form} onSubmit={rename}>
          <TextField
            aria-label={`New name of ${name}`}
            maxLength={60}
            value={newName}
            onChange={(event) => setNewName(event.target.value)}
          />
          <IconButton type="submit" label="Rename" icon={Check} disabled={newName.trim() === ''} />
        </form>
      </li>
    )
  }
  return (
    <li className={styles.saved}>
      <button type="button" className={styles.apply} title={`Search ${text}`} onClick={() => onText(text)}>
        <span className={styles.name}>{name}</span>
        <code className={styles.query}>{text}</code>
      </button>
      <IconButton label={`Rename ${name}`} icon={Pencil} onClick={() => setNewName(name)} />
      <IconButton
        label={`Copy ${name}`}
        icon={Copy}
        onClick={() => attempt(() => client.request('shell.copyText', { text }))}
      />
      <IconButton label={`Delete ${name}`} icon={Trash2} onClick={remove} />
    </li>
  )
}
