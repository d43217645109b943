import { FilePlus } from 'lucide-react'
import type { FormEvent } from 'react'
import { useId, useMemo, useState } from 'react'
import { messageOf } from '../../contract/errors'
import type { ExampleEntry } from '../../contract/ipc'
import { useBench, useMirror } from '../app/bench-context'
import { Button } from '../design/button'
import { Dialog } from '../design/dialog'
import { EmptyState } from '../design/empty-state'
import { TextField } from '../design/text-field'
import { ExamplePicker } from './example-picker'
import { freeName, nameTrouble } from './handler-name'
import styles from './new-handler.module.css'
import { useExamples } from './use-examples'

export interface NewHandlerProps {
  readonly open: boolean
  readonly onClose: () => void
}

/** Begins a handler of one's own as a copy of an example. */
export function NewHandler({ open, onClose }: NewHandlerProps) {
  return (
    <Dialog
      title="New handler"
      description="Begin with a copy of an example, in a file of your own."
      open={open}
      onClose={onClose}
    >
      <ExampleForm onClose={onClose} />
    </Dialog>
  )
}

function ExampleForm({ onClose }: Pick<NewHandlerProps, 'onClose'>) {
  const examples = useExamples()
  if (examples.status === 'reading') return <EmptyState icon={FilePlus} title="Reading the examples" />
  if (examples.status === 'failed') {
    return (
      <EmptyState icon={FilePlus} title="The examples could not be read">
        <span role="alert">{examples.message}</span>
      </EmptyState>
    )
  }
  if (examples.entries.length === 0) return <EmptyState icon={FilePlus} title="There are no examples" />
  return <CreateForm entries={examples.entries} onClose={onClose} />
}

type CreateState = { readonly busy: boolean; readonly failure: string | null }

function useCreate(onClose: () => void) {
  const { client, window } = useBench()
  const [state, setState] = useState<CreateState>({ busy: false, failure: null })
  const create = async (example: string, name: string) => {
    setState({ busy: true, failure: null })
    try {
      const { handlerId } = await client.request('handler.create', { example, name })
      window.setState({ awaitedHandlerId: handlerId })
      onClose()
    } catch (thrown) {
      setState({ busy: false, failure: messageOf(thrown) })
    }
  }
  return { ...state, create }
}

interface CreateFormProps extends Pick<NewHandlerProps, 'onClose'> {
  readonly entries: readonly ExampleEntry[]
}

function CreateForm({ entries, onClose }: CreateFormProps) {
  const handlers = useMirror(({ bench }) => bench.handlers)
  const ids = useMemo(() => Object.keys(handlers), [handlers])
  const [example, setExample] = useState(entries[0]?.name ?? '')
  // null = as the example suggests.
  const [written, setWritten] = useState<string | null>(null)
  const { busy, failure, create } = useCreate(onClose)
  const name = written ?? freeName(example, ids)
  // The file that was just made is no reason to refuse its name.
  const trouble = busy ? null : nameTrouble(name, ids)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy && trouble === null && example !== '') void create(example, name)
  }
  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <ExamplePicker entries={entries} chosen={example} onChoose={setExample} />
      <NameField name={name} trouble={trouble} onChange={setWritten} />
      {failure && (
        <p role="alert" className={styles.failure}>
          {failure}
        </p>
      )}
      <div className={styles.actions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          tone="primary"
          icon={FilePlus}
          disabled={busy || trouble !== null || example === ''}
        >
          Create
        </Button>
      </div>
    </form>
  )
}

interface NameFieldProps {
  readonly name: string
  readonly trouble: string | null
  readonly onChange: (name: string) => void
}

function NameField({ name, trouble, onChange }: NameFieldProps) {
  const id = useId()
  const troubleId = useId()
  return (
    <div className={styles.name}>
      <label htmlFor={id}>File name</label>
      <div className={styles.file}>
        <TextField
          id={id}
          className={styles.field}
          invalid={trouble !== null}
          aria-describedby={troubleId}
          value={name}
          onChange={(event) => onChange(event.target.value)}
        />
        <span className={styles.ending}>.ts</span>
        <span id={troubleId} className={styles.trouble}>
          {trouble}
        </span>
      </div>
    </div>
  )
}
