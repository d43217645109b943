import { Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { JsonView } from 'react-json-view-lite'
import { messageOf } from '../../contract/errors'
import type { JournalRow } from '../../contract/journal'
import { parseMessage } from '../../contract/json'
import { useAttempt, useBench } from '../app/bench-context'
import { Button } from '../design/button'
import { rowAsJson } from './journal-export'
import { jsonStyles } from './json-styles'
import styles from './row-detail.module.css'

/** Longer texts would block the window when they are laid out as a tree. */
const MAX_TREE_CHARS = 100_000
const OPEN_LEVELS = 2

type Detail = { readonly text: string } | { readonly failure: string } | null

function useDetail(sessionId: string, { n, truncated, summary }: JournalRow): Detail {
  const { client } = useBench()
  const [detail, setDetail] = useState<Detail>(truncated ? null : { text: summary })
  useEffect(() => {
    if (!truncated) return
    let current = true
    client.request('journal.detail', { sessionId, n }).then(
      ({ text }) => current && setDetail({ text }),
      (thrown: unknown) => current && setDetail({ failure: messageOf(thrown) }),
    )
    return () => {
      current = false
    }
  }, [client, sessionId, n, truncated])
  return detail
}

export function RowDetail({ sessionId, row }: { readonly sessionId: string; readonly row: JournalRow }) {
  const detail = useDetail(sessionId, row)
  const { client } = useBench()
  const attempt = useAttempt('copy')
  const copy = async () => {
    const text = await rowAsJson(client, sessionId, row)
    await client.request('shell.copyText', { text })
  }
  return (
    <div className={styles.detail}>
      <div className={styles.body}>
        <DetailBody detail={detail} />
      </div>
      <Button tone="quiet" icon={Copy} onClick={() => attempt(copy)}>
        Copy row
      </Button>
    </div>
  )
}

function DetailBody({ detail }: { readonly detail: Detail }) {
  if (!detail) return <span className={styles.note}>Reading</span>
  if ('failure' in detail) return <span className={styles.note}>{detail.failure}</span>
  const { text } = detail
  const value = text.length <= MAX_TREE_CHARS ? parseMessage(text) : text
  if (typeof value !== 'object' || value === null) return <pre className={styles.raw}>{text}</pre>
  return (
    <JsonView
      data={value}
      style={jsonStyles}
      shouldExpandNode={(level) => level < OPEN_LEVELS}
      clickToExpandNode
      aria-label="Message as a tree"
    />
  )
}
