import type { SourcePosition } from '../../contract/errors'
import type { BenchState } from '../../contract/state'
import { useAttempt, useBench, useMirror } from '../app/bench-context'
import { classNames } from '../design/class-names'
import { positionText } from '../messages/row-text'
import styles from './source-link.module.css'

export interface SourceLinkProps {
  readonly position: SourcePosition
  readonly className?: string | undefined
  /** Left out = the file's name and the line. */
  readonly text?: string
  /** In a list of hundreds a stop at each would be in the way. */
  readonly isTabStop?: boolean
}

/** Whether it is a handler, or lies in the folder of handlers: what else there is the shell does not open. */
function isOwnSource(file: string, { folder, handlers }: BenchState): boolean {
  const separator = folder.path.includes('\\') ? '\\' : '/'
  const isInside = folder.path !== '' && file.startsWith(folder.path + separator)
  return isInside || Object.values(handlers).some((handler) => handler.file === file)
}

/** A place in a file; one that is the person's own opens their editor there. */
export function SourceLink(props: SourceLinkProps) {
  const { position, className, text = positionText(position), isTabStop = false } = props
  const { client } = useBench()
  const attempt = useAttempt('file')
  const isOwn = useMirror(({ bench }) => isOwnSource(position.file, bench))
  const title = `${position.file}:${position.line}:${position.column}`
  if (!isOwn) {
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
        attempt(() => client.request('shell.openSource', { ...position }))
      }}
    >
      {text}
    </button>
  )
}
