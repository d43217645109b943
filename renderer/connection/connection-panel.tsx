import type { LucideIcon } from 'lucide-react'
import { CircleCheck, CircleSlash, Loader, TriangleAlert, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { useMirror } from '../app/bench-context'
import { classNames } from '../design/class-names'
import { EmptyState } from '../design/empty-state'
import { Segments } from '../design/segments'
import { usePolled } from '../inspector/use-polled'
import { useShownSession } from '../messages/use-shown-session'
import { AddressTable } from './address-table'
import { agreedFacts } from './agreed-facts'
import { type ConnectionRows, createConnectionAsk } from './ask-connection'
import styles from './connection-panel.module.css'
import { FactGroups } from './fact-groups'
import { type Headline, type HeadlineTone, headlineOf, plainDoors } from './headline'
import { LadderView } from './ladder-view'
import { SdpView } from './sdp-view'

const EVERY_MS = 500

const parts = [
  { value: 'overview', label: 'Overview' },
  { value: 'steps', label: 'Steps' },
  { value: 'addresses', label: 'Addresses' },
  { value: 'sdp', label: 'Offer and answer' },
] as const
type Part = (typeof parts)[number]['value']

/** How a session’s connection came about, what was agreed on, and how it is: for those who do not know WebRTC. */
export function ConnectionPanel() {
  const sessionId = useShownSession()
  const session = useMirror(({ bench }) => (sessionId ? (bench.sessions[sessionId] ?? null) : null))
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it remembers is of one session.
  const ask = useMemo(createConnectionAsk, [sessionId])
  const { value, error } = usePolled(sessionId, ask, EVERY_MS)
  const [part, setPart] = useState<Part>('overview')
  if (!sessionId)
    return (
      <Frame>
        <EmptyState icon={Unplug} title="No session yet">
          <span>How a client reaches Soundcheck, and what both agree on, appears here.</span>
        </EmptyState>
      </Frame>
    )
  if (error && !value)
    return (
      <Frame>
        <EmptyState icon={TriangleAlert} title="The connection could not be read">
          <span>{error.message}</span>
          {error.hint && <span>{error.hint}</span>}
        </EmptyState>
      </Frame>
    )
  if (!value) return <Frame>{null}</Frame>
  const isPlain = session !== null && plainDoors[session.client.door] !== undefined
  return (
    <Frame>
      <header className={styles.header}>
        <HeadlineText headline={headlineOf(value.rows, session)} />
        {!isPlain && <Segments label="Part" value={part} options={parts} onChange={setPart} />}
      </header>
      <div className={styles.body}>
        <PartView part={isPlain ? 'steps' : part} known={value} />
      </div>
    </Frame>
  )
}

const Frame = ({ children }: { readonly children: ReactNode }) => (
  <section className={styles.panel} aria-label="Connection panel">
    {children}
  </section>
)

function PartView({ part, known }: { readonly part: Part; readonly known: ConnectionRows }) {
  if (part === 'steps') return <LadderView {...known} />
  if (part === 'addresses') return <AddressTable rows={known.rows} />
  if (part === 'sdp') return <SdpView rows={known.rows} />
  return <FactGroups groups={agreedFacts(known.rows)} />
}

const toneIcons: { readonly [T in HeadlineTone]: LucideIcon } = {
  good: CircleCheck,
  busy: Loader,
  bad: TriangleAlert,
  over: CircleSlash,
}

function HeadlineText({ headline: { tone, title, text } }: { readonly headline: Headline }) {
  const Icon = toneIcons[tone]
  return (
    <div
      role="status"
      aria-label="State of the connection"
      className={classNames(styles.headline, styles[tone])}
    >
      <Icon size={16} aria-hidden className={styles.icon} />
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        <p className={styles.text}>{text}</p>
      </div>
    </div>
  )
}
