import { TriangleAlert } from 'lucide-react'
import type { Finding } from '../../contract/findings'
import { SourceLink } from '../inspector/source-link'
import styles from './finding-list.module.css'

/** What in a handler is likely a mistake, though it runs. */
export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null
  return (
    <section className={styles.findings} aria-label="Likely mistakes">
      <h3 className={styles.heading}>
        <TriangleAlert size={12} aria-hidden /> Likely mistakes
        <span className={styles.count}>{findings.length}</span>
      </h3>
      <ul className={styles.list}>
        {findings.map((finding) => (
          <li key={`${finding.rule} ${finding.message}`}>
            <FindingItem finding={finding} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function FindingItem({ finding: { message, hint, position } }: { readonly finding: Finding }) {
  return (
    <>
      <p className={styles.message}>{message}</p>
      <p className={styles.hint}>{hint}</p>
      {position && (
        <code className={styles.position}>
          <SourceLink position={position} isTabStop />
        </code>
      )}
    </>
  )
}
