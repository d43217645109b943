import type { SourcePosition } from '../../contract/errors'
import { useAttempt, useBench, useMirror } from '../app/bench-context'
import { classNames } from '../design/class-names'
import { positionText } from '../messages/row-text'
import styles from './source-link.module.css'

export interface SourceLinkProps {
  readonly position: SourcePosition
  readonly className?: string | undefined
  /** In a list of hundreds a stop at each would be in the way. */
  readonly isTabStop?: boolean
}

/** A place in a file; one in a handler's own file opens it. */
export function SourceLink({ position, className, isTabStop = false }: SourceLinkProps) {
  const { client } = useBench()
  const attempt = useAttempt('file')
  const handlerId = useMirror(
    ({ bench }) => Object.values(bench.handlers).find(({ file }) => file === position.file)?.id ?? null,
  )
  const text = positionText(position)
  const title = `${position.file}:${position.line}:${position.column}`
  if (handlerId === null) {
    return (
      <span className={className} title={title}>
        {text}
      </span>
    )
  }
  return (
    <button
      type="button"
      tabIndex={isTabStop ? 0 : -1}
      className={classNames(styles.link, className)}
      title={`Open ${title}`}
      onClick={(event) => {
        event.stopPropagation()
        attempt(() => client.request('shell.openFile', { handlerId }))
      }}
    >
      {text}
    </button>
  )
}
