import { Bookmark, ClipboardCopy, Copy, Hand, PencilLine, Pin, Repeat2, SendHorizontal } from 'lucide-react'
import { useMemo } from 'react'
import type { JournalRow, RowDirection } from '../../contract/journal'
import { printWord } from '../../contract/query/print-query'
import { useAttempt, useBench, useCall, useMirror, useOutsideSession } from '../app/bench-context'
import { Button, IconButton } from '../design/button'
import { IconToggle } from '../design/icon-toggle'
import { Menu, type MenuItem } from '../design/menu'
import type { RowNoting } from '../inspector/use-row-notes'
import { whyNot } from './composer-text'
import { hexText } from './hex-lines'
import styles from './row-actions.module.css'
import { rowAsCommand, rowAsCurl, rowAsJson, rowAsTypeScript, textAsJson } from './row-forms'
import { bytesOf, type Fetched, textOf } from './use-row-content'

export interface RowActionsProps {
  readonly sessionId: string
  readonly row: JournalRow
  readonly text: Fetched<string>
  readonly noting: RowNoting
}

/** What can be done with a row: copy it in some form, send it again, mark and pin it. */
export function RowActions({ sessionId, row, text, noting }: RowActionsProps) {
  const { marked, pinned } = noting.notes
  const { copy, forms } = useForms(sessionId, row, text)
  return (
    <div className={styles.actions}>
      {row.kind === 'message' && row.direction === 'in' && !row.hasBytes && (
        <Resend sessionId={sessionId} row={row} />
      )}
      {row.kind === 'message' && row.direction !== null && <HoldLike {...row} direction={row.direction} />}
      <Button tone="quiet" icon={Copy} onClick={copy}>
        Copy row
      </Button>
      <Menu label="Copy as" trigger={<IconButton label="Copy as" icon={ClipboardCopy} />} items={forms} />
      <IconToggle
        label="Mark"
        hint="Compare other rows with this one, and measure from it (m)"
        icon={Bookmark}
        pressed={marked?.n === row.n}
        onChange={() => noting.mark(row)}
      />
      <IconToggle
        label="Pin"
        hint="Keep this row at the top (p)"
        icon={Pin}
        pressed={pinned.some(({ n }) => n === row.n)}
        onChange={() => noting.pin(row)}
      />
    </div>
  )
}

/** The forms in which this row can be copied; those that need what is not there are left out. */
function useForms(sessionId: string, row: JournalRow, text: Fetched<string>) {
  const { client } = useBench()
  const attempt = useAttempt('copy')
  const session = useMirror(({ bench }) => bench.sessions[sessionId])
  const server = useMirror(({ bench }) => bench.server)
  const file = useMirror(({ bench }) => bench.handlers[session?.handlerId ?? '']?.file)
  return useMemo(() => {
    const put = (form: () => Promise<string>) =>
      attempt(async () => client.request('shell.copyText', { text: await form() }))
    const whole = () => textOf(client, sessionId, row)
    const item = (label: string, form: (whole: string) => string): MenuItem => ({
      label,
      onSelect: () => put(async () => form(await whole())),
    })
    const curl = text && 'value' in text ? rowAsCurl(row, text.value, session, server) : null
    const forms: readonly MenuItem[] = [
      item('Text', (all) => all),
      item('JSON', textAsJson),
      item('JSON with time', (all) => rowAsJson(row, all)),
      ...(row.kind === 'message' ? [item('TypeScript', (all) => rowAsTypeScript(row, all))] : []),
      { label: 'Hex', onSelect: () => put(async () => hexText(await bytesOf(client, sessionId, row))) },
      item('soundcheck command', (all) => rowAsCommand(row, all, sessionId, session?.inputs ?? {}, file)),
      ...(curl === null ? [] : [item('curl', () => curl)]),
    ]
    return { forms, copy: () => put(async () => rowAsJson(row, await whole())) }
  }, [client, attempt, sessionId, row, text, session, server, file])
}

/** The next ones of this type that go the same way wait for the person. */
function HoldLike({ type, direction }: { readonly type: string | null; readonly direction: RowDirection }) {
  const { ruleBook } = useBench().inspector
  const query = type === null ? '-type:*' : `type:${printWord(type, null)}`
  return (
    <IconButton
      label="Hold such messages"
      hint={`Hold the next ones that are ${type === null ? 'without a type' : type}`}
      icon={Hand}
      onClick={() => {
        ruleBook.add({ direction, query, action: { do: 'hold' }, enabled: true })
        ruleBook.store.setState({ isOpen: true })
      }}
    />
  )
}

/** Messages to the handler go out again over this window's own connection. */
function Resend({ sessionId, row }: Pick<RowActionsProps, 'sessionId' | 'row'>) {
  const { client, call, inspector } = useBench()
  const attempt = useAttempt('resend')
  const isOutside = useOutsideSession() !== null
  const reason = useCall((state) => whyNot(state.status, isOutside))
  const withText = (work: (text: string) => void) => () =>
    attempt(async () => work(await textOf(client, sessionId, row)))
  return (
    <>
      <Button
        tone="quiet"
        icon={SendHorizontal}
        disabled={reason !== null}
        title={reason ?? 'Send this message again'}
        onClick={withText((text) => call.sendText(text))}
      >
        Resend
      </Button>
      <IconButton
        label="Edit and resend"
        icon={PencilLine}
        onClick={withText((text) => inspector.draft.write({ text, wants: 'focus' }))}
      />
      <IconButton
        label="Repeat"
        icon={Repeat2}
        onClick={withText((text) => inspector.draft.write({ text, wants: 'repeat' }))}
      />
    </>
  )
}
