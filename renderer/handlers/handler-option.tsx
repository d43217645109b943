import { FileCode, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import type { HandlerEntry } from '../../contract/state'
import { classNames } from '../design/class-names'
import { Option } from '../design/option'
import { positionText } from '../messages/row-text'
import styles from './handler-option.module.css'
import { titleOf } from './handler-order'
import { modalityLooks, statusLooks } from './handler-status'

export interface HandlerOptionProps {
  readonly handler: HandlerEntry
  readonly optionId: string
  readonly selected: boolean
  readonly live: boolean
  /** Another handler has the same title. */
  readonly namesFile: boolean
  /** When it was loaded, in words; a string so that a row is drawn again only when the words change. */
  readonly loaded: string | null
  readonly onSelect: (id: string) => void
}

function firstLine({ error }: HandlerEntry): string | null {
  if (!error) return null
  const line = error.message.split('\n')[0] ?? ''
  return error.position ? `${positionText(error.position)} ${line}` : line
}

export const findingsText = (count: number): string =>
  count === 1 ? '1 likely mistake' : `${count} likely mistakes`

const loadedText = ({ loadedAt, version }: HandlerEntry): string | undefined =>
  loadedAt === null
    ? undefined
    : `Version ${version} was loaded at ${new Date(loadedAt).toLocaleTimeString()}`

export const HandlerOption = memo(function HandlerOption(props: HandlerOptionProps) {
  const { handler, optionId, selected, live, namesFile, loaded, onSelect } = props
  const { manifest, status, version } = handler
  const look = statusLooks[status]
  const kind = manifest ? modalityLooks[manifest.modality] : null
  const KindIcon = kind?.icon ?? FileCode
  const StatusIcon = look.icon
  const error = firstLine(handler)
  return (
    <Option id={optionId} selected={selected} className={styles.option} onSelect={() => onSelect(handler.id)}>
      <KindIcon size={15} aria-hidden />
      <span className={styles.title} title={handler.id}>
        {titleOf(handler)}
      </span>
      <span className={classNames(styles.status, styles[status])}>
        <StatusIcon size={12} aria-hidden /> {look.word}
      </span>
      <span className={styles.meta} title={loadedText(handler)}>
        <span className={styles.facts}>
          {[namesFile && handler.id, kind?.word, version > 0 && `v${version}`, loaded]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {live && <span className={styles.live}>live</span>}
        <Findings count={handler.findings.length} />
      </span>
      {error && (
        <span className={styles.error} title={error}>
          {error}
        </span>
      )}
    </Option>
  )
})

function Findings({ count }: { readonly count: number }) {
  if (count === 0) return null
  return (
    <span role="img" className={styles.findings} aria-label={findingsText(count)} title={findingsText(count)}>
      <TriangleAlert size={11} aria-hidden /> {count}
    </span>
  )
}
