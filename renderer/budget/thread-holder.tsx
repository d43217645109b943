import { Flame } from 'lucide-react'
import { useEffect, useState } from 'react'
import { fromWireError } from '../../contract/errors'
import { type ProfilePlace, readProfile, type ThreadProfile } from '../../contract/thread-profile'
import { useAttempt, useBench, useMirror } from '../app/bench-context'
import { Button } from '../design/button'
import type { PolledAnswer } from '../inspector/polled'
import { SourceLink } from '../inspector/source-link'
import { usePolled } from '../inspector/use-polled'
import { newestRow } from '../messages/newest-row'
import type { Client } from '../state/client'
import { msText, percentText } from './budget-words'
import styles from './thread-holder.module.css'

const LOOK_MS = 5000
const EVERY_MS = 500
/** A thread that is held answers when it is let go; one that was replaced never does, ms. */
const ANSWER_MS = 20_000
const noAnswer = {
  code: 'timeout',
  message: 'The handler did not say who has its thread.',
  hint: 'It was replaced or restarted meanwhile, or held all of that time. Look again.',
} as const

interface Newest {
  readonly count: number
  readonly profile: ThreadProfile | null
}

async function askNewest(client: Client, sessionId: string): Promise<PolledAnswer<Newest>> {
  const { count, text, complete } = await newestRow(client, sessionId, 'profile')
  return { value: { count, profile: readProfile(text ?? '') }, complete }
}

/** Who has the handler's thread, line by line: looked at when it is asked for, kept with the session. */
export function ThreadHolder({ sessionId }: { readonly sessionId: string }) {
  const { client } = useBench()
  const attempt = useAttempt('profile')
  const isLive = useMirror(({ bench }) => bench.sessions[sessionId]?.status === 'live')
  const { value } = usePolled(sessionId, askNewest, EVERY_MS)
  /** How many profiles there were when another one was asked for; null = none is under way. */
  const [before, setBefore] = useState<number | null>(null)
  const count = value?.count ?? 0
  const isLooking = isLive && before !== null && count <= before
  useEffect(() => {
    if (before !== null && count > before) setBefore(null)
  }, [before, count])
  useEffect(() => {
    if (before === null) return
    const timer = setTimeout(() => {
      setBefore(null)
      attempt(() => Promise.reject(fromWireError(noAnswer)))
    }, ANSWER_MS)
    return () => clearTimeout(timer)
  }, [before, attempt])
  const look = () =>
    attempt(async () => {
      setBefore(count)
      try {
        await client.request('session.profile', { sessionId, forMs: LOOK_MS })
      } catch (thrown) {
        setBefore(null)
        throw thrown
      }
    })
  if (!isLive && !value?.profile) return null
  return (
    <section className={styles.holder} aria-label="Who has the thread">
      <header className={styles.head}>
        <strong>Who has the thread?</strong>
        {value?.profile && !isLooking && <Summary profile={value.profile} />}
        {isLive && (
          <Button icon={Flame} className={styles.look} disabled={isLooking} onClick={look}>
            {isLooking ? 'Looking …' : `Look for ${LOOK_MS / 1000} s`}
          </Button>
        )}
      </header>
      {value?.profile && !isLooking && <Places profile={value.profile} />}
    </section>
  )
}

const Summary = ({ profile: { ms, authorMs } }: { readonly profile: ThreadProfile }) => (
  <span className={styles.muted}>
    Your code had it for {percentText(authorMs / ms)} of {(ms / 1000).toFixed(1)} s.
  </span>
)

/** Less than this is noise of the sampling, ms. */
const LEAST_MS = 2
const MOST = 8

function Places({ profile: { places, ms } }: { readonly profile: ThreadProfile }) {
  const shown = places.filter((place) => place.ms >= LEAST_MS).slice(0, MOST)
  if (shown.length === 0) return null
  return (
    <ol className={styles.places}>
      {shown.map((place) => (
        <li key={`${place.position.file}:${place.position.line} ${place.what}`}>
          <span className={styles.bar} aria-hidden>
            <span style={{ width: `${(place.ms / ms) * 100}%` }} />
          </span>
          <span className={styles.ms}>{msText(place.ms)}</span>
          <span className={styles.share}>{percentText(place.ms / ms)}</span>
          <SourceLink position={place.position} isTabStop />
          <span className={styles.muted}>{whatText(place)}</span>
        </li>
      ))}
    </ol>
  )
}

const whatText = ({ functionName, what }: ProfilePlace): string => {
  const name = functionName === '' ? 'a function without a name' : `${functionName}()`
  return what === 'line' ? `in ${name}` : `what ${name} called`
}
