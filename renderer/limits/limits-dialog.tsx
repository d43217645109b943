import type { FormEvent } from 'react'
import { useState } from 'react'
import { messageOf } from '../../contract/errors'
import { standardLimits } from '../../contract/limits'
import { useBench, useMirror } from '../app/bench-context'
import { Button } from '../design/button'
import { Dialog } from '../design/dialog'
import { NumberField } from '../design/number-field'
import type { LimitName } from './limit-check'
import { limitTrouble } from './limit-check'
import styles from './limits-dialog.module.css'

interface LimitsDialogProps {
  readonly open: boolean
  readonly onClose: () => void
}

/** What a handler may use before it is ended. */
export const LimitsDialog = ({ open, onClose }: LimitsDialogProps) => (
  <Dialog
    title="Handler limits"
    description="A handler beyond them is ended and started again. They hold for all handlers, also for those that run."
    open={open}
    onClose={onClose}
  >
    <LimitsForm onClose={onClose} />
  </Dialog>
)

type Draft = { readonly [N in LimitName]: string }

const fields: readonly { readonly name: LimitName; readonly label: string; readonly hint: string }[] = [
  {
    name: 'hangLimitInS',
    label: 'A call may block for, in seconds',
    hint: 'After that time without a sign of life the handler is ended.',
  },
  {
    name: 'heapLimitMb',
    label: 'Memory of its JavaScript, in MB',
    hint: 'A handler in a process may use four times that in all.',
  },
]

const draftOf = (limits: { readonly [N in LimitName]: number }): Draft => ({
  hangLimitInS: String(limits.hangLimitInS),
  heapLimitMb: String(limits.heapLimitMb),
})

function useSave(onClose: () => void) {
  const { client } = useBench()
  const [failure, setFailure] = useState<string | null>(null)
  const save = async ({ hangLimitInS, heapLimitMb }: Draft) => {
    try {
      await client.request('shell.setLimits', {
        hangLimitInS: Number(hangLimitInS),
        heapLimitMb: Number(heapLimitMb),
      })
      onClose()
    } catch (thrown) {
      setFailure(messageOf(thrown))
    }
  }
  return { failure, save }
}

function LimitsForm({ onClose }: Pick<LimitsDialogProps, 'onClose'>) {
  const limits = useMirror(({ bench }) => bench.limits)
  const [draft, setDraft] = useState(() => draftOf(limits))
  const { failure, save } = useSave(onClose)
  const isValid = fields.every(({ name }) => limitTrouble(name, draft[name]) === null)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (isValid) void save(draft)
  }
  return (
    <form className={styles.form} onSubmit={onSubmit}>
      {fields.map(({ name, label, hint }) => (
        <NumberField
          key={name}
          label={label}
          hint={hint}
          text={draft[name]}
          trouble={limitTrouble(name, draft[name])}
          onText={(text) => setDraft({ ...draft, [name]: text })}
        />
      ))}
      {failure && (
        <p role="alert" className={styles.trouble}>
          {failure}
        </p>
      )}
      <div className={styles.actions}>
        <Button tone="quiet" className={styles.reset} onClick={() => setDraft(draftOf(standardLimits))}>
          Reset to standard
        </Button>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary" disabled={!isValid}>
          Save
        </Button>
      </div>
    </form>
  )
}
