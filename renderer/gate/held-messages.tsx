import { useState } from 'react'
import { type HeldMessage, MOST_HELD } from '../../contract/message-gate'
import type { SessionEntry } from '../../contract/state'
import { useAttempt, useBench } from '../app/bench-context'
import { Button } from '../design/button'
import { useNow } from '../handlers/use-now'
import { checkText, hintOf } from '../messages/composer-text'
import { countText } from '../messages/row-text'
import styles from './gate-panel.module.css'

/** Messages that wait for a person, the oldest first. */
export function HeldMessages({ session }: { readonly session: SessionEntry }) {
  const { client } = useBench()
  const attempt = useAttempt('gate')
  const now = useNow(500)
  const { held } = session.messageGate
  const sessionId = session.id
  if (held.length === 0) return null
  const forAll = (work: (id: number) => Promise<unknown>) =>
    attempt(async () => {
      // One after the other: they keep their order.
      for (const { id } of held) await work(id)
    })
  return (
    <section aria-label="Held messages">
      <header className={styles.head}>
        <h3 className={styles.heading}>{countText(held.length)} held</h3>
        {held.length >= MOST_HELD && (
          <span className={styles.note}>No more are held; the next ones pass.</span>
        )}
        <span className={styles.space} />
        <Button
          tone="quiet"
          onClick={() =>
            forAll((id) => client.request('session.releaseMessage', { sessionId, id, text: null }))
          }
        >
          Let all go
        </Button>
        <Button
          tone="quiet"
          onClick={() => forAll((id) => client.request('session.dropMessage', { sessionId, id }))}
        >
          Drop all
        </Button>
      </header>
      <ul className={styles.list}>
        {held.map((message) => (
          <HeldLine key={message.id} sessionId={sessionId} message={message} now={now} />
        ))}
      </ul>
    </section>
  )
}

interface HeldLineProps {
  readonly sessionId: string
  readonly message: HeldMessage
  readonly now: number
}

const words = { in: 'sent', out: 'received' } as const
const waitText = (ms: number): string => `${Math.max(0, ms / 1000).toFixed(0)} s`

function HeldLine({ sessionId, message, now }: HeldLineProps) {
  const { client } = useBench()
  const attempt = useAttempt('gate')
  const [draft, setDraft] = useState<string | null>(null)
  const { id, direction, type, text, isWhole, heldAt } = message
  const release = (as: string | null) =>
    attempt(() => client.request('session.releaseMessage', { sessionId, id, text: as }))
  return (
    <li className={styles.held}>
      <span className={styles.facts}>
        <span className={styles.wait}>{waitText(now - heldAt)}</span>
        <span className={styles.word}>{words[direction]}</span>
        {type && <span className={styles.type}>{type}</span>}
      </span>
      <code className={styles.text} title={text}>
        {text}
        {!isWhole && ' …'}
      </code>
      <span className={styles.choices}>
        <Button onClick={() => release(draft)}>{draft === null ? 'Let go' : 'Let the edited one go'}</Button>
        <Button
          tone="quiet"
          disabled={!isWhole}
          title={isWhole ? undefined : 'It is too long to be edited here'}
          onClick={() => setDraft(draft === null ? text : null)}
        >
          {draft === null ? 'Edit' : 'Leave as it was'}
        </Button>
        <Button
          tone="quiet"
          onClick={() => attempt(() => client.request('session.dropMessage', { sessionId, id }))}
        >
          Drop
        </Button>
      </span>
      {draft !== null && <Editor id={id} draft={draft} onDraft={setDraft} />}
    </li>
  )
}

interface EditorProps {
  readonly id: number
  readonly draft: string
  readonly onDraft: (text: string) => void
}

const MAX_ROWS = 12

const Editor = ({ id, draft, onDraft }: EditorProps) => (
  <span className={styles.editor}>
    <textarea
      aria-label={`Text of held message ${id}`}
      className={styles.field}
      rows={Math.min(MAX_ROWS, draft.split('\n').length + 1)}
      spellCheck={false}
      // biome-ignore lint/a11y/noAutofocus: it appears because the person asked to write in it.
      autoFocus
      value={draft}
      onChange={({ currentTarget }) => onDraft(currentTarget.value)}
    />
    <span className={styles.hint}>{hintOf(checkText(draft))}</span>
  </span>
)
