import { Copy, RadioTower } from 'lucide-react'
import { useMemo } from 'react'
import { handlerName, type ServerEntry } from '../../contract/server'
import { useAttempt, useBench, useMirror } from '../app/bench-context'
import { IconButton } from '../design/button'
import { EmptyState } from '../design/empty-state'
import { Select } from '../design/select'
import { sortHandlers, titleOf } from '../handlers/handler-order'
import { QrCode } from './qr-code'
import styles from './server-dialog.module.css'
import { linkOf, reachOf } from './server-draft'
import type { ServerUse } from './use-server'

const waiting: { readonly [S in ServerEntry['status']]?: string } = {
  off: 'The server is off',
  starting: 'The server is starting',
  failed: 'The server does not run',
}

/** Under which addresses the server is reached, and what is there. */
export function ServerAccess({ server }: { readonly server: ServerUse }) {
  const { entry } = server
  const { status, settings, urls, token, fingerprint } = entry
  const first = urls[0]
  if (status !== 'listening' || first === undefined) {
    return (
      <section className={styles.access} aria-label="Addresses">
        <EmptyState icon={RadioTower} title={waiting[status] ?? ''}>
          Its addresses appear here once it listens.
        </EmptyState>
      </section>
    )
  }
  return (
    <section className={styles.access} aria-label="Addresses">
      {reachOf(settings.host) === 'network' && (
        <figure className={styles.figure}>
          <QrCode text={linkOf(first, token)} label={`QR code of ${first}`} />
          <figcaption className={styles.hint}>Scan it with a phone on the same network.</figcaption>
        </figure>
      )}
      <h3>Open in a browser</h3>
      <ul className={styles.urls}>
        {urls.map((url) => (
          <CopyRow key={url} text={url} copied={linkOf(url, token)} label={`Copy link of ${url}`} />
        ))}
      </ul>
      {token !== null && (
        <>
          <h3>Token for scripts</h3>
          <ul className={styles.urls}>
            <CopyRow text={token} copied={token} label="Copy token" />
          </ul>
          <p className={styles.hint}>Copied links have it already. It is new each time the server starts.</p>
        </>
      )}
      <RootHandler server={server} />
      {fingerprint !== null && (
        <p className={styles.fingerprint} title="SHA-256 of the certificate">
          Certificate {fingerprint}
        </p>
      )}
    </section>
  )
}

interface CopyRowProps {
  readonly text: string
  readonly copied: string
  readonly label: string
}

function CopyRow({ text, copied, label }: CopyRowProps) {
  const { client } = useBench()
  const attempt = useAttempt('copy')
  return (
    <li className={styles.url}>
      <code>{text}</code>
      <IconButton
        label={label}
        icon={Copy}
        onClick={() => attempt(() => client.request('shell.copyText', { text: copied }))}
      />
    </li>
  )
}

function RootHandler({ server: { entry, select } }: { readonly server: ServerUse }) {
  const handlers = useMirror(({ bench }) => bench.handlers)
  const options = useMemo(
    () => sortHandlers(handlers).map((handler) => ({ value: handler.id, label: titleOf(handler) })),
    [handlers],
  )
  const root = entry.selected ?? firstOf(Object.keys(handlers))
  const other = options.find(({ value }) => value !== root)
  if (root === undefined) return null
  return (
    <>
      <h3>Handler at these addresses</h3>
      <Select
        label="Handler at these addresses"
        value={root}
        groups={[{ options }]}
        onChange={(id) => void select(id)}
      />
      {other && (
        <p className={styles.hint}>
          Others are below their names, as <code>/{handlerName(other.value)}</code>.
        </p>
      )}
    </>
  )
}

/** The one that the server puts there while nobody has chosen. */
const firstOf = (ids: readonly string[]): string | undefined =>
  [...ids].sort((a, b) => (handlerName(a) < handlerName(b) ? -1 : 1))[0]
