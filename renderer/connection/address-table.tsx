import { Check } from 'lucide-react'
import { classNames } from '../design/class-names'
import { clockText } from '../messages/row-text'
import styles from './address-table.module.css'
import {
  type Candidate,
  candidates,
  candidateWords,
  chosenPair,
  possiblePairs,
  type Side,
  wayOf,
} from './addresses'
import type { SignalRow } from './signal-row'

const sides: readonly { readonly side: Side; readonly title: string }[] = [
  { side: 'local', title: 'Soundcheck' },
  { side: 'remote', title: 'The client' },
]

/** Where both sides said that they may be reached, and which two addresses are used. */
export function AddressTable({ rows }: { readonly rows: readonly SignalRow[] }) {
  const all = candidates(rows)
  return (
    <div className={styles.view}>
      <PairText rows={rows} all={all} />
      <div className={styles.sides}>
        {sides.map(({ side, title }) => (
          <SideTable key={side} title={title} all={all.filter((one) => one.side === side)} />
        ))}
      </div>
    </div>
  )
}

function PairText({
  rows,
  all,
}: {
  readonly rows: readonly SignalRow[]
  readonly all: readonly Candidate[]
}) {
  const pair = chosenPair(rows)
  const changes = rows.filter(({ type }) => type === 'pair').length - 1
  const count = possiblePairs(all)
  const possible = `${count} ${count === 1 ? 'pair of addresses fits' : 'pairs of addresses fit'} together.`
  if (!pair) return <p className={styles.text}>{possible} None was chosen yet.</p>
  const ends = [pair.ours?.address, pair.theirs.address].filter(Boolean).join(' ↔ ')
  return (
    <p className={styles.text}>
      {possible} Chosen: <strong className={styles.pair}>{ends}</strong>, {pair.protocol.toUpperCase()},{' '}
      {wayOf(pair, rows)}
      {changes > 0 && `, after ${changes} ${changes === 1 ? 'change' : 'changes'}`}.
    </p>
  )
}

function SideTable({ title, all }: { readonly title: string; readonly all: readonly Candidate[] }) {
  return (
    <section aria-label={`Addresses of ${title}`} className={styles.side}>
      <h3>{title}</h3>
      {all.length === 0 ? (
        <p className={styles.text}>No address was told yet.</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Address</th>
              <th scope="col">Over</th>
              <th scope="col">What it is</th>
              <th scope="col" title="The higher, the sooner it is tried">
                Priority
              </th>
              <th scope="col">Told at</th>
            </tr>
          </thead>
          <tbody>
            {all.map((one) => (
              <Address key={`${one.protocol} ${one.address}`} candidate={one} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Address({ candidate }: { readonly candidate: Candidate }) {
  const { address, protocol, type, priority, isActive, isChosen, atUs } = candidate
  const words = type === null ? null : candidateWords[type]
  return (
    <tr className={classNames(isChosen && styles.chosen)}>
      <th scope="row">
        {address.replace(/:9$/, isActive ? '' : ':9')}
        {isChosen && (
          <span className={styles.mark}>
            <Check size={12} aria-hidden /> used
          </span>
        )}
      </th>
      <td>{protocol.toUpperCase()}</td>
      <td title={isActive ? 'It opens the TCP connection itself: nobody can reach it there' : words?.about}>
        {words?.word ?? type ?? ''}
        {isActive && ', outgoing'}
      </td>
      <td className={styles.number}>{priority ?? '–'}</td>
      <td className={styles.number}>{clockText(atUs)}</td>
    </tr>
  )
}
