import { TriangleAlert } from 'lucide-react'
import { useId } from 'react'
import styles from './server-dialog.module.css'
import type { Reach } from './server-draft'

const choices: readonly { readonly reach: Reach; readonly label: string; readonly hint: string }[] = [
  { reach: 'computer', label: 'This computer only', hint: 'Pages and scripts that run here.' },
  { reach: 'network', label: 'Everyone on the network', hint: 'Phones and other computers, too.' },
]

interface ReachChoiceProps {
  readonly reach: Reach
  readonly onChange: (reach: Reach) => void
}

/** Who can connect; what the wider choice means is said with it. */
export function ReachChoice({ reach, onChange }: ReachChoiceProps) {
  const name = useId()
  return (
    <fieldset className={styles.reach}>
      <legend>Who can connect</legend>
      {choices.map((choice) => (
        <label key={choice.reach} className={styles.choice}>
          <input
            type="radio"
            name={name}
            checked={choice.reach === reach}
            onChange={() => onChange(choice.reach)}
          />
          <span>{choice.label}</span>
          <span className={styles.hint}>{choice.hint}</span>
        </label>
      ))}
      {reach === 'network' && (
        <p role="status" className={styles.warning}>
          <TriangleAlert size={14} aria-hidden />
          <span>
            Whoever reaches this computer and has the link can talk to your handlers, and so use whatever your
            handlers use. Give the link only to people you trust, and stop the server when you are done.
          </span>
        </p>
      )}
    </fieldset>
  )
}
