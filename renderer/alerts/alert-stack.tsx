import { FilePen, GitCompare, X } from 'lucide-react'
import { useAttempt, useBench } from '../app/bench-context'
import { Button, IconButton } from '../design/button'
import { classNames } from '../design/class-names'
import { toneIcons } from '../design/tone'
import tones from '../design/tone.module.css'
import { SourceLink } from '../inspector/source-link'
import styles from './alert-stack.module.css'
import type { Alert } from './alert-store'
import type { ShownAlert } from './use-alerts'
import { useAlerts } from './use-alerts'

export function AlertStack() {
  const alerts = useAlerts()
  if (alerts.length === 0) return null
  return (
    <div className={styles.stack}>
      {alerts.map((alert) => (
        <AlertItem key={alert.key} alert={alert} />
      ))}
    </div>
  )
}

function AlertItem({ alert }: { readonly alert: ShownAlert }) {
  const { tone, message, hint, position, dismiss } = alert
  const Icon = toneIcons[tone]
  return (
    <div role="alert" className={classNames(styles.alert, tones[tone])}>
      <Icon size={15} aria-hidden className={tones.icon} />
      <div className={styles.text}>
        <p className={styles.message}>
          {position && (
            <code className={styles.position}>
              <SourceLink position={position} isTabStop />
            </code>
          )}{' '}
          {message}
        </p>
        {hint && <p className={styles.hint}>{hint}</p>}
      </div>
      {alert.compare && (
        <Button tone="quiet" icon={GitCompare} onClick={alert.compare}>
          Show what was tried
        </Button>
      )}
      {alert.actions?.map(({ label, run }) => (
        <Button key={label} tone="quiet" onClick={run}>
          {label}
        </Button>
      ))}
      <OpenFile alert={alert} />
      <IconButton label="Dismiss" icon={X} onClick={dismiss} />
    </div>
  )
}

function OpenFile({ alert: { handlerId } }: { readonly alert: Alert }) {
  const { client } = useBench()
  const attempt = useAttempt('file')
  if (!handlerId) return null
  return (
    <Button
      tone="quiet"
      icon={FilePen}
      onClick={() => attempt(() => client.request('shell.openFile', { handlerId }))}
    >
      Open file
    </Button>
  )
}
