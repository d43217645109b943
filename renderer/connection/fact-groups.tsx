import { Tooltip } from '../design/tooltip'
import type { FactGroup } from './agreed-facts'
import styles from './fact-groups.module.css'

/** What was agreed on; what a line means is told on hover and to those who listen. */
export const FactGroups = ({ groups }: { readonly groups: readonly FactGroup[] }) => (
  <div className={styles.groups}>
    {groups.map(({ title, facts, none }) => (
      <section key={title} className={styles.group} aria-label={title}>
        <h3>{title}</h3>
        {facts.length === 0 && <p className={styles.none}>{none}</p>}
        <dl className={styles.facts}>
          {facts.map(({ name, value, meaning }) => (
            <Tooltip key={name} text={meaning || name}>
              <div className={styles.fact}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            </Tooltip>
          ))}
        </dl>
      </section>
    ))}
  </div>
)
