import { Copy, FileQuestion } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useAttempt, useBench } from '../app/bench-context'
import { Button } from '../design/button'
import { classNames } from '../design/class-names'
import { EmptyState } from '../design/empty-state'
import { Segments } from '../design/segments'
import { Select } from '../design/select'
import { clockText } from '../messages/row-text'
import { compareSdp } from './compare-sdp'
import { type Exchange, exchangesOf } from './exchanges'
import { rawLines } from './raw-lines'
import type { SdpLine, SdpVerdict } from './sdp-line'
import styles from './sdp-view.module.css'
import type { SignalRow } from './signal-row'

const looks = [
  { value: 'words', label: 'Explained' },
  { value: 'raw', label: 'Raw' },
] as const
type Look = (typeof looks)[number]['value']

/** What the client offered and what Soundcheck answered, side by side. */
export function SdpView({ rows }: { readonly rows: readonly SignalRow[] }) {
  const exchanges = useMemo(() => exchangesOf(rows), [rows])
  const [look, setLook] = useState<Look>('words')
  const [chosen, setChosen] = useState<number | null>(null)
  const exchange = exchanges.find(({ n }) => n === chosen) ?? exchanges.at(-1)
  if (!exchange) return <EmptyState icon={FileQuestion} title="No offer has come yet" />
  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        <Segments label="View" value={look} options={looks} onChange={setLook} />
        {exchanges.length > 1 && (
          <div className={styles.choice}>
            <Select
              label="Offer and answer"
              value={String(exchange.n)}
              groups={[{ options: exchanges.map(toOption) }]}
              onChange={(value) => setChosen(Number(value))}
            />
          </div>
        )}
        <CopyButtons exchange={exchange} />
      </div>
      {look === 'words' ? <Explained exchange={exchange} /> : <Raw exchange={exchange} />}
    </div>
  )
}

const toOption = ({ n, atUs }: Exchange, index: number) => ({
  value: String(n),
  label: `${index + 1}. at ${clockText(atUs)}`,
})

function CopyButtons({ exchange: { offer, answer } }: { readonly exchange: Exchange }) {
  const { client } = useBench()
  const attempt = useAttempt('copy')
  const copy = (text: string) => attempt(() => client.request('shell.copyText', { text }))
  return (
    <div className={styles.copies}>
      <Button tone="quiet" icon={Copy} title="Whole, with the password" onClick={() => copy(offer)}>
        Copy offer
      </Button>
      {answer !== null && (
        <Button tone="quiet" icon={Copy} title="Whole, with the password" onClick={() => copy(answer)}>
          Copy answer
        </Button>
      )}
    </div>
  )
}

function Explained({ exchange: { offer, answer } }: { readonly exchange: Exchange }) {
  const sections = useMemo(() => compareSdp(offer, answer), [offer, answer])
  if (!sections)
    return (
      <EmptyState icon={FileQuestion} title="The offer is no description of media">
        <span>See it as it is under “Raw”.</span>
      </EmptyState>
    )
  return sections.map(({ title, lines }) => (
    <section key={title} className={styles.section} aria-label={title}>
      <table className={styles.table}>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Offer of the client</th>
            <th scope="col">Answer of Soundcheck</th>
            <th scope="col">What it means</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own, and do not move.
            <Line key={index} line={line} />
          ))}
        </tbody>
      </table>
    </section>
  ))
}

/** Told in words, not by colour alone. */
const verdictWords: { readonly [V in SdpVerdict]: string | null } = {
  same: null,
  chosen: 'used',
  changed: 'differs',
  refused: 'not in the answer',
  added: 'only in the answer',
  only: null,
}

function Line({ line: { label, offer, answer, verdict, meaning, reason } }: { readonly line: SdpLine }) {
  const word = verdictWords[verdict]
  return (
    <tr className={styles[verdict]}>
      <th scope="row">{label}</th>
      <td className={styles.said}>{offer ?? '–'}</td>
      <td className={styles.said}>
        {answer === undefined ? 'no answer yet' : answer}
        {word && <span className={styles.verdict}>{word}</span>}
      </td>
      <td className={styles.meaning}>
        {meaning}.{reason && <span className={styles.reason}> {reason}.</span>}
      </td>
    </tr>
  )
}

function Raw({ exchange: { offer, answer } }: { readonly exchange: Exchange }) {
  return (
    <div className={styles.raw}>
      <RawText title="Offer of the client" sdp={offer} other={answer} />
      {answer === null ? (
        <p className={styles.none}>There is no answer yet.</p>
      ) : (
        <RawText title="Answer of Soundcheck" sdp={answer} other={offer} />
      )}
    </div>
  )
}

function RawText({
  title,
  sdp,
  other,
}: {
  readonly title: string
  readonly sdp: string
  readonly other: string | null
}) {
  return (
    <section className={styles.text} aria-label={title}>
      <h3>{title}</h3>
      <pre>
        {rawLines(sdp, other).map(({ text, isShared }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own, and do not move.
          <span key={index} className={classNames(styles.rawLine, !isShared && styles.own)}>
            {text}
            {'\n'}
          </span>
        ))}
      </pre>
    </section>
  )
}
