import { Copy, GitCompare } from 'lucide-react'
import { useMemo } from 'react'
import type { FileDiff } from '../../contract/ipc'
import { useAttempt, useBench, useWindow } from '../app/bench-context'
import { Button } from '../design/button'
import { Dialog } from '../design/dialog'
import { EmptyState } from '../design/empty-state'
import type { Comparison } from '../state/window-store'
import { diffSize, firstLines, unifiedText } from './diff-lines'
import { DiffView } from './diff-view'
import { useDiff } from './use-diff'
import styles from './version-diff.module.css'

/** A row of a table costs more than a line of text: so many are drawn at once without a pause that is felt. */
const MOST_LINES = 3000

/** The difference of two versions, opened from a roll-back or from the list of versions. */
export function VersionDiff() {
  const { window } = useBench()
  const comparison = useWindow((state) => state.comparison)
  if (!comparison) return null
  const { handlerId, from, to } = comparison
  return (
    <Dialog
      title={`Version ${from} → version ${to}`}
      description={`What changed in the files of ${handlerId}.`}
      width="wide"
      open
      onClose={() => window.setState({ comparison: null })}
    >
      <DiffBody comparison={comparison} />
    </Dialog>
  )
}

function DiffBody({ comparison }: { readonly comparison: Comparison }) {
  const diff = useDiff(comparison)
  if (diff.status === 'reading') return <EmptyState icon={GitCompare} title="Comparing" />
  if (diff.status === 'failed') {
    return (
      <EmptyState icon={GitCompare} title="The versions could not be compared">
        <span role="alert">{diff.error.message}</span>
        {diff.error.hint && <span>{diff.error.hint}</span>}
      </EmptyState>
    )
  }
  if (diff.files.length === 0) {
    return (
      <EmptyState icon={GitCompare} title="Its own files are the same">
        <span>What differs is a package that it uses, or a setting of the compiler.</span>
      </EmptyState>
    )
  }
  return <Changes files={diff.files} />
}

function Changes({ files }: { readonly files: readonly FileDiff[] }) {
  const { client } = useBench()
  const attempt = useAttempt('copy')
  const { added, removed } = useMemo(() => diffSize(files), [files])
  const shown = useMemo(() => firstLines(files, MOST_LINES), [files])
  const lines = (of: readonly FileDiff[]) =>
    of.reduce((sum, { hunks }) => hunks.reduce((more, hunk) => more + hunk.lines.length, sum), 0)
  const left = lines(files) - lines(shown)
  return (
    <div className={styles.body}>
      <DiffView files={shown} />
      <footer className={styles.footer}>
        <span className={styles.size}>
          <span className={styles.added}>+{added.toLocaleString('en')}</span>{' '}
          <span className={styles.removed}>−{removed.toLocaleString('en')}</span>
          {left > 0 && ` · ${left.toLocaleString('en')} more lines are in the copy`}
        </span>
        <Button
          icon={Copy}
          onClick={() => attempt(() => client.request('shell.copyText', { text: unifiedText(files) }))}
        >
          Copy the difference
        </Button>
      </footer>
    </div>
  )
}
