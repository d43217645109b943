import { FolderOpen } from 'lucide-react'
import type { FormEvent } from 'react'
import { useEffect, useId, useState } from 'react'
import { messageOf } from '../../contract/errors'
import type { JournalUsage } from '../../contract/journal'
import { type JournalLimits, standardPreferences } from '../../contract/preferences'
import { useAttempt, useBench } from '../app/bench-context'
import { Button } from '../design/button'
import { Dialog } from '../design/dialog'
import { NumberField } from '../design/number-field'
import { TextField } from '../design/text-field'
import { countText, sizeText } from '../messages/row-text'
import { draftOf, journalTrouble, type PreferencesDraft, preferencesOf } from './preferences-draft'
import styles from './settings-dialog.module.css'

interface SettingsDialogProps {
  readonly open: boolean
  readonly onClose: () => void
}

/** What holds for the whole app. */
export const SettingsDialog = ({ open, onClose }: SettingsDialogProps) => (
  <Dialog
    title="Settings"
    description="Your editor, and how much of what passes is kept."
    open={open}
    onClose={onClose}
  >
    <SettingsForm onClose={onClose} />
  </Dialog>
)

const limits: readonly {
  readonly name: keyof JournalLimits
  readonly label: string
  readonly unit: string
}[] = [
  { name: 'sessionRowsMb', label: 'Rows of a session', unit: 'MB' },
  { name: 'sessionBytesMb', label: 'Packets and binary messages of a session', unit: 'MB' },
  { name: 'diskMb', label: 'All sessions together', unit: 'MB' },
  { name: 'sessions', label: 'Sessions that are kept', unit: '' },
]

/** The preferences as they are kept, then as the person writes them; null until they are read. */
function usePreferencesDraft() {
  const { client } = useBench()
  const [draft, setDraft] = useState<PreferencesDraft | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    let isCurrent = true
    client
      .request('shell.preferences')
      .then((kept) => isCurrent && setDraft(draftOf(kept)))
      .catch((thrown) => isCurrent && setFailure(messageOf(thrown)))
    return () => {
      isCurrent = false
    }
  }, [client])
  const save = async (done: () => void) => {
    const preferences = draft && preferencesOf(draft)
    if (!preferences) return
    try {
      await client.request('shell.setPreferences', preferences)
      done()
    } catch (thrown) {
      setFailure(messageOf(thrown))
    }
  }
  return { draft, setDraft, failure, save }
}

function SettingsForm({ onClose }: Pick<SettingsDialogProps, 'onClose'>) {
  const { draft, setDraft, failure, save } = usePreferencesDraft()
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void save(onClose)
  }
  return (
    <form className={styles.form} onSubmit={onSubmit}>
      {draft && <Fields draft={draft} onDraft={setDraft} />}
      {failure && (
        <p role="alert" className={styles.trouble}>
          {failure}
        </p>
      )}
      <div className={styles.actions}>
        <Button tone="quiet" className={styles.reset} onClick={() => setDraft(draftOf(standardPreferences))}>
          Reset to standard
        </Button>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary" disabled={!draft || !preferencesOf(draft)}>
          Save
        </Button>
      </div>
    </form>
  )
}

/** How much is kept now, next to how much may be. */
function Usage() {
  const { client } = useBench()
  const [text, setText] = useState('Looking how much is kept …')
  useEffect(() => {
    let isCurrent = true
    client.request('journal.usage').then(
      (usage) => isCurrent && setText(usageText(usage)),
      (thrown: unknown) => isCurrent && setText(`How much is kept cannot be told now: ${messageOf(thrown)}`),
    )
    return () => {
      isCurrent = false
    }
  }, [client])
  return <p className={styles.usage}>{text}</p>
}

const usageText = ({ sessions, bytes }: JournalUsage): string =>
  `${sizeText(bytes)} of ${sessions === 1 ? '1 session' : `${countText(sessions)} sessions`} are kept now.`

interface FieldsProps {
  readonly draft: PreferencesDraft
  readonly onDraft: (draft: PreferencesDraft) => void
}

function Fields({ draft, onDraft }: FieldsProps) {
  const { client } = useBench()
  const attempt = useAttempt('journals')
  const editorId = useId()
  return (
    <>
      <section className={styles.section} aria-label="Editor">
        <h3 className={styles.heading}>Editor</h3>
        <label htmlFor={editorId}>Command that opens a file at a line</label>
        <TextField
          id={editorId}
          placeholder="automatic: the editor that runs"
          maxLength={1000}
          value={draft.editor}
          onChange={({ currentTarget }) => onDraft({ ...draft, editor: currentTarget.value })}
        />
        <p className={styles.hint}>
          As code, cursor, webstorm, zed or "/opt/My Editor/subl" -n. Without an editor the system's program
          opens the file.
        </p>
      </section>
      <section className={styles.section} aria-label="Journal">
        <h3 className={styles.heading}>
          Journal
          <Button
            tone="quiet"
            icon={FolderOpen}
            onClick={() => attempt(() => client.request('shell.revealJournals'))}
          >
            Show folder
          </Button>
        </h3>
        <Usage />
        {limits.map(({ name, label, unit }) => (
          <NumberField
            key={name}
            label={label}
            unit={unit}
            text={draft.journal[name]}
            trouble={journalTrouble(name, draft.journal[name])}
            onText={(text) => onDraft({ ...draft, journal: { ...draft.journal, [name]: text } })}
          />
        ))}
        <p className={styles.hint}>
          Beyond that the oldest makes room at once, in sessions that run, too; what is gone is always said.
        </p>
      </section>
    </>
  )
}
