import type { DiffHunk, FileDiff } from '../../contract/ipc'
import type { DiffLine } from './diff-lines'
import { numberLines } from './diff-lines'
import styles from './diff-view.module.css'

/** What changed, file by file; the signs say what the colours show. */
export const DiffView = ({ files }: { readonly files: readonly FileDiff[] }) => (
  <section
    className={styles.files}
    aria-label="Changes"
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled with the arrow keys.
    tabIndex={0}
  >
    {files.map(({ file, hunks }) => (
      <section key={file} aria-label={file} className={styles.file}>
        <h3 className={styles.name}>{file}</h3>
        {hunks.map((hunk) => (
          <Hunk key={`${hunk.oldStart} ${hunk.newStart}`} hunk={hunk} />
        ))}
      </section>
    ))}
  </section>
)

const Hunk = ({ hunk }: { readonly hunk: DiffHunk }) => (
  <table className={styles.hunk}>
    <tbody>
      {numberLines(hunk).map((line) => (
        <Line key={`${line.kind} ${line.oldLine} ${line.newLine}`} line={line} />
      ))}
    </tbody>
  </table>
)

const Line = ({ line: { kind, sign, oldLine, newLine, text } }: { readonly line: DiffLine }) => (
  <tr className={styles[kind]}>
    <td className={styles.number}>{oldLine}</td>
    <td className={styles.number}>{newLine}</td>
    <td className={styles.sign}>{sign}</td>
    <td className={styles.text}>{text}</td>
  </tr>
)
