import { useMemo } from 'react'
import type { JournalRow } from '../../contract/journal'
import { classNames } from '../design/class-names'
import { clockText, sizeText } from '../messages/row-text'
import { useRowBytes } from '../messages/use-row-content'
import styles from './packet-detail.module.css'
import { PacketHex } from './packet-hex'
import type { PacketPart } from './packet-part'
import partColours from './packet-parts.module.css'
import { directionWords, streamName } from './packet-words'
import { readRtcpParts } from './rtcp-parts'
import { readRtpParts } from './rtp-parts'

export interface PacketDetailProps {
  readonly sessionId: string
  readonly row: JournalRow
}

/** What is in one packet: its fields in words, and its bytes in the colours of their parts. */
export function PacketDetail({ sessionId, row }: PacketDetailProps) {
  const { kind, direction, fields } = row
  const name = kind === 'rtp' ? `Packet ${fields.seq ?? ''}` : (row.type ?? 'RTCP')
  const about = [
    kind === 'rtp' ? streamName(row) : null,
    direction ? directionWords[direction] : null,
    `at ${clockText(row.atUs)}`,
    sizeText(row.sizeBytes),
  ]
  return (
    <section className={styles.detail} aria-label="Packet">
      <header className={styles.title}>
        <h3>{name}</h3>
        <span className={styles.about}>{about.filter(Boolean).join(' · ')}</span>
      </header>
      {row.summary && <p className={styles.words}>{row.summary}</p>}
      {row.hasBytes ? (
        <Contents sessionId={sessionId} row={row} />
      ) : (
        <p className={styles.note}>Its bytes were not kept.</p>
      )}
    </section>
  )
}

function Contents({ sessionId, row }: PacketDetailProps) {
  const fetched = useRowBytes(sessionId, row)
  const bytes = fetched && 'value' in fetched ? fetched.value : null
  const codec = typeof row.fields.codec === 'string' ? row.fields.codec : ''
  const parts = useMemo(
    () => bytes && (row.kind === 'rtcp' ? readRtcpParts(bytes) : readRtpParts(bytes, codec)),
    [bytes, row.kind, codec],
  )
  if (fetched && 'failure' in fetched) return <p className={styles.note}>{fetched.failure}</p>
  if (!bytes || !parts) return <p className={styles.note}>Reading</p>
  return (
    <>
      <PacketHex bytes={bytes} parts={parts} />
      {parts.map((part) => (
        <Part key={part.from} part={part} />
      ))}
    </>
  )
}

function Part({ part }: { readonly part: PacketPart }) {
  const { kind, label, from, to, fields } = part
  return (
    <section className={styles.part} aria-label={label}>
      <h4 className={classNames(styles.label, partColours[kind])}>
        {label}{' '}
        <span className={styles.span}>
          bytes {from}–{to - 1}
        </span>
      </h4>
      <dl className={styles.fields}>
        {fields.map(({ name, value, meaning }) => (
          <div key={`${name} ${value}`} className={styles.field}>
            <dt>{name}</dt>
            <dd className={styles.value}>{value}</dd>
            <dd className={styles.meaning}>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
