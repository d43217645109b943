import { FolderOpen, SendHorizontal, Trash2 } from 'lucide-react'
import type { FormEvent } from 'react'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { useAttempt, useBench } from '../app/bench-context'
import { Button, IconButton } from '../design/button'
import { Popover } from '../design/popover'
import { TextField } from '../design/text-field'
import { foldersOf, type SavedMessage, withMessage, withoutMessage } from './message-library'
import styles from './saved-messages.module.css'
import { VariableTable } from './variable-table'

export interface SavedMessagesProps {
  /** What is being written. */
  readonly text: string
  readonly onText: (text: string) => void
  readonly canSend: boolean
}

/** Messages that are kept in folders, and the values of their variables. */
export function SavedMessages(props: SavedMessagesProps) {
  const { library } = useBench().inspector
  const messages = useStore(library, (state) => state.messages)
  const folders = useMemo(() => foldersOf(messages), [messages])
  return (
    <Popover
      label="Saved messages"
      width="wide"
      align="start"
      trigger={<IconButton label="Saved messages" icon={FolderOpen} />}
    >
      <SaveForm text={props.text} folders={folders.map(({ folder }) => folder)} />
      {folders.map(({ folder, messages: inFolder }) => (
        <section key={folder} className={styles.folder} aria-label={folder || 'Without a folder'}>
          {folder && <h3 className={styles.heading}>{folder}</h3>}
          {inFolder.map((message) => (
            <SavedRow key={message.name} message={message} {...props} />
          ))}
        </section>
      ))}
      <VariableTable />
    </Popover>
  )
}

function SaveForm({ text, folders }: { readonly text: string; readonly folders: readonly string[] }) {
  const { library } = useBench().inspector
  const [name, setName] = useState('')
  const [folder, setFolder] = useState('')
  const isReady = text.trim() !== '' && name.trim() !== ''
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (!isReady) return
    const message = { folder: folder.trim(), name: name.trim(), text }
    library.setState(({ messages }) => ({ messages: withMessage(messages, message) }))
    setName('')
  }
  return (
    <form className={styles.form} onSubmit={save}>
      <TextField
        aria-label="Name of the message"
        placeholder={text.trim() === '' ? 'Write a message first' : 'Name of this message'}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        aria-label="Folder"
        placeholder="Folder"
        maxLength={60}
        list="message-folders"
        value={folder}
        onChange={(event) => setFolder(event.target.value)}
      />
      <datalist id="message-folders">
        {folders.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <Button type="submit" disabled={!isReady}>
        Save
      </Button>
    </form>
  )
}

interface SavedRowProps extends SavedMessagesProps {
  readonly message: SavedMessage
}

function SavedRow({ message, onText, canSend }: SavedRowProps) {
  const { call, inspector } = useBench()
  const attempt = useAttempt('send')
  const { name, text } = message
  const remove = () =>
    inspector.library.setState(({ messages }) => ({ messages: withoutMessage(messages, message) }))
  return (
    <div className={styles.saved}>
      <button
        type="button"
        className={styles.take}
        title="Put it into the field"
        onClick={() => onText(text)}
      >
        <span className={styles.name}>{name}</span>
        <code className={styles.text}>{text}</code>
      </button>
      <IconButton
        label={`Send ${name}`}
        icon={SendHorizontal}
        disabled={!canSend}
        onClick={() => attempt(() => call.sendText(inspector.fillIn(text)))}
      />
      <IconButton label={`Delete ${name}`} icon={Trash2} onClick={remove} />
    </div>
  )
}
