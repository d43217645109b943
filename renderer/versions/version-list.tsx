import { GitCompare, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { HandlerEntry, VersionEntry } from '../../contract/state'
import { useAttempt, useBench } from '../app/bench-context'
import { IconButton } from '../design/button'
import { classNames } from '../design/class-names'
import styles from './version-list.module.css'
import { changeWord, comparisonOf, versionText } from './version-words'

/** The versions of a handler that are kept, newest first: to be run again, and compared with the one that runs. */
export function VersionList({ handler }: { readonly handler: HandlerEntry }) {
  const { id, version: running, versions } = handler
  // null = as it is best: one version alone says nothing that is not said elsewhere.
  const [chosen, setChosen] = useState<boolean | null>(null)
  if (versions.length === 0) return null
  return (
    <details
      className={styles.versions}
      open={chosen ?? versions.length > 1}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== (chosen ?? versions.length > 1)) setChosen(currentTarget.open)
      }}
    >
      <summary className={styles.summary}>
        Versions <span className={styles.count}>{versions.length}</span>
      </summary>
      <ul className={styles.list} aria-label="Versions">
        {versions.map((entry) => (
          <VersionItem key={entry.version} handlerId={id} entry={entry} running={running} />
        ))}
      </ul>
    </details>
  )
}

interface VersionItemProps {
  readonly handlerId: string
  readonly entry: VersionEntry
  readonly running: number
}

function VersionItem({ handlerId, entry, running }: VersionItemProps) {
  const { version, rejected } = entry
  const reason = rejected?.message.split('\n')[0]
  return (
    <li className={classNames(styles.item, version === running && styles.running)}>
      <span className={styles.text}>{versionText(entry, running)}</span>
      {version !== running && <VersionActions handlerId={handlerId} version={version} running={running} />}
      {reason && (
        <span className={styles.reason} title={rejected.message}>
          {reason}
        </span>
      )}
    </li>
  )
}

function VersionActions(props: Omit<VersionItemProps, 'entry'> & { readonly version: number }) {
  const { handlerId, version, running } = props
  const { client, window } = useBench()
  const attempt = useAttempt('version')
  return (
    <span className={styles.actions}>
      <IconButton
        label={`Compare version ${version} with the running one`}
        icon={GitCompare}
        onClick={() => window.setState({ comparison: comparisonOf(handlerId, version, running) })}
      />
      <IconButton
        label={`${changeWord(version, running)} version ${version}`}
        hint={`${changeWord(version, running)} version ${version}, until the file is saved again`}
        icon={RotateCcw}
        onClick={() => attempt(() => client.request('handler.useVersion', { handlerId, version }))}
      />
    </span>
  )
}
