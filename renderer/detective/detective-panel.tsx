import { Copy, RotateCw } from 'lucide-react'
import { useStore } from 'zustand'
import { useAttempt, useBench, useStageSession } from '../app/bench-context'
import { Button } from '../design/button'
import { Dialog } from '../design/dialog'
import { applyRemedy } from './apply-remedy'
import { isTold, mediumWords, summaryOf } from './chain-words'
import type { DetectiveState } from './detective'
import styles from './detective-panel.module.css'
import type { Remedy } from './finding'
import { LinkLine } from './link-line'
import { reportText } from './report-text'

/** The path of sound and pictures as a list of links, with the first dead one opened. */
export function DetectivePanel() {
  const { detective } = useBench()
  const state = useStore(detective.store)
  return (
    <Dialog
      title="Why is it silent?"
      description={`Each link of the way to ${state.title || 'the handler'} and back, up to the first that carries nothing.`}
      width="medium"
      open={state.isOpen}
      onClose={detective.close}
    >
      <Outcome state={state} />
      <div className={styles.walks}>
        <Walks state={state} />
      </div>
      <Actions state={state} />
    </Dialog>
  )
}

/** Read aloud when it is known. */
function Outcome({ state: { status, walks, error, progress } }: { readonly state: DetectiveState }) {
  return (
    <div className={styles.outcome}>
      <div role="status" aria-label="Outcome" aria-live="polite">
        {status === 'looking' && <p>Looking: counters are watched for up to two seconds.</p>}
        {status === 'failed' && (
          <p className={styles.trouble}>
            {error?.message} {error?.hint}
          </p>
        )}
        {status === 'done' &&
          walks.map((walk) => (
            <p
              key={walk.medium}
              className={walk.stop?.finding.verdict === 'dead' ? styles.trouble : undefined}
            >
              {summaryOf(walk)}
            </p>
          ))}
      </div>
      {status === 'looking' && (
        <progress className={styles.progress} aria-label="Progress of the check" max={1} value={progress} />
      )}
    </div>
  )
}

function Walks({ state: { walks, status } }: { readonly state: DetectiveState }) {
  const bench = useBench()
  const attempt = useAttempt('detective')
  const session = useStageSession()
  const onRemedy = (remedy: Remedy) =>
    attempt(async () => {
      if (await applyRemedy(bench, remedy, session)) await bench.detective.check()
    })
  return walks.map(({ medium, links }) => (
    <section key={medium} aria-label={mediumWords[medium]}>
      {walks.length > 1 && <h3 className={styles.medium}>{mediumWords[medium]}</h3>}
      <ol className={styles.links}>
        {links.map(({ link, finding }) => (
          <LinkLine
            key={link.id}
            title={link.title[medium]}
            looksAt={link.looksAt}
            finding={finding}
            isOpened={isTold(finding)}
            isLooking={status === 'looking'}
            onRemedy={onRemedy}
          />
        ))}
      </ol>
    </section>
  ))
}

function Actions({ state: { status, walks, title, checkedAt } }: { readonly state: DetectiveState }) {
  const { client, detective } = useBench()
  const attempt = useAttempt('detective')
  const isLooking = status === 'looking'
  const copy = () =>
    attempt(() => {
      const text = reportText(title, new Date(checkedAt ?? 0), walks)
      return client.request('shell.copyText', { text })
    })
  return (
    <footer className={styles.actions}>
      {checkedAt !== null && (
        <span className={styles.time}>Checked at {new Date(checkedAt).toLocaleTimeString('en-GB')}</span>
      )}
      <Button icon={Copy} disabled={isLooking || checkedAt === null} onClick={copy}>
        Copy report
      </Button>
      <Button
        tone="primary"
        icon={RotateCw}
        disabled={isLooking}
        onClick={() => attempt(() => detective.check())}
      >
        Check again
      </Button>
    </footer>
  )
}
