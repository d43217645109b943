import type { FormEvent } from 'react'
import { useId, useState } from 'react'
import type { ServerSettings } from '../../contract/server'
import { Button } from '../design/button'
import { Switch } from '../design/switch'
import { TextField } from '../design/text-field'
import { ReachChoice } from './reach-choice'
import styles from './server-dialog.module.css'
import { draftOf, reachOf, type ServerDraft, settingsOf, troubleOf, withReach } from './server-draft'
import type { ServerUse } from './use-server'

interface ServerFormProps {
  readonly server: ServerUse
  readonly settings: ServerSettings
}

export function ServerForm({ server, settings }: ServerFormProps) {
  const { entry, kept, failure } = server
  const [draft, setDraft] = useState(() => draftOf(settings))
  const set = (change: Partial<ServerDraft>) => setDraft({ ...draft, ...change })
  const wanted = settingsOf(draft)
  const trouble = troubleOf(draft)
  const isOn = entry.status === 'listening'
  const isSame = isOn && JSON.stringify(wanted) === JSON.stringify(entry.settings)
  const canStart = wanted !== null && !isSame && entry.status !== 'starting'
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (canStart) void server.start(wanted)
  }
  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <ReachChoice reach={reachOf(draft.host)} onChange={(reach) => setDraft(withReach(draft, reach))} />
      <PortField text={draft.port} trouble={trouble.port} onChange={(port) => set({ port })} />
      <SwitchField
        label="Encrypt with TLS"
        hint="Browsers on other devices give a microphone only to encrypted pages. They warn once, because the certificate is made here."
        checked={draft.tls}
        onChange={(tls) => set({ tls })}
      />
      <OriginsField text={draft.origins} trouble={trouble.origins} onChange={(origins) => set({ origins })} />
      <SwitchField
        label="Start with the app"
        hint="Otherwise the server is off until you start it."
        checked={kept?.startWithApp ?? false}
        onChange={(startWithApp) => void server.startWithApp(startWithApp)}
      />
      {failure && (
        <p role="alert" className={styles.failure}>
          {failure.message} {failure.hint}
        </p>
      )}
      <div className={styles.actions}>
        {isOn && !isSame && <p className={styles.note}>Ends the sessions from outside.</p>}
        {isOn && <Button onClick={() => void server.stop()}>Stop server</Button>}
        {!isSame && (
          <Button type="submit" tone="primary" disabled={!canStart}>
            {isOn ? 'Apply and restart' : 'Start server'}
          </Button>
        )}
      </div>
    </form>
  )
}

interface TextFieldProps {
  readonly text: string
  readonly trouble: string | null
  readonly onChange: (text: string) => void
}

function PortField({ text, trouble, onChange }: TextFieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>Port</label>
      <TextField
        id={id}
        className={styles.port}
        inputMode="numeric"
        invalid={trouble !== null}
        aria-describedby={`${id}note`}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}note`} className={trouble ? styles.trouble : styles.hint}>
        {trouble ?? '0 takes any free one.'}
      </p>
    </div>
  )
}

function OriginsField({ text, trouble, onChange }: TextFieldProps) {
  const id = useId()
  return (
    <div className={styles.origins}>
      <label htmlFor={id}>Web pages that may use it</label>
      <textarea
        id={id}
        className={styles.area}
        rows={2}
        spellCheck={false}
        placeholder="https://example.org"
        aria-invalid={trouble !== null || undefined}
        aria-describedby={`${id}note`}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}note`} className={trouble ? styles.trouble : styles.hint}>
        {trouble ?? 'One origin a line. The page of the server itself always may.'}
      </p>
    </div>
  )
}

interface SwitchFieldProps {
  readonly label: string
  readonly hint: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

function SwitchField({ label, hint, checked, onChange }: SwitchFieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <Switch id={id} checked={checked} onChange={onChange} />
      <p className={styles.hint}>{hint}</p>
    </div>
  )
}
