import { useId } from 'react'
import {
  type RedactionCount,
  type RedactionRule,
  type RedactionRuleId,
  redactionRules,
} from '../../contract/redactions'
import { Switch } from '../design/switch'
import { TextField } from '../design/text-field'
import styles from './export-dialog.module.css'
import type { PreviewState } from './use-preview'

interface RedactionListProps {
  readonly rules: readonly RedactionRuleId[]
  readonly fields: string
  readonly preview: PreviewState | null
  readonly onRules: (rules: readonly RedactionRuleId[]) => void
  readonly onFields: (fields: string) => void
}

const countsIn = (preview: PreviewState | null): readonly RedactionCount[] =>
  preview?.phase === 'known' ? preview.preview.counts : []

/** What is taken away before anything is saved, and how much that would be. */
export function RedactionList({ rules, fields, preview, onRules, onFields }: RedactionListProps) {
  const fieldsId = useId()
  const counts = countsIn(preview)
  const named = counts.find(({ rule }) => rule === 'fields')
  const toggle = (id: RedactionRuleId, isOn: boolean) =>
    onRules(isOn ? [...rules, id] : rules.filter((rule) => rule !== id))
  return (
    <section className={styles.redactions} aria-label="What is taken away">
      <h3 className={styles.heading}>Taken away before it is saved</h3>
      <p className={styles.hint}>{previewText(preview)}</p>
      <ul className={styles.rules}>
        {redactionRules.map((rule) => (
          <Rule
            key={rule.id}
            rule={rule}
            isOn={rules.includes(rule.id)}
            count={counts.find((one) => one.rule === rule.id)}
            onToggle={(isOn) => toggle(rule.id, isOn)}
          />
        ))}
      </ul>
      <label htmlFor={fieldsId} className={styles.label}>
        Values of these fields, too
      </label>
      <TextField
        id={fieldsId}
        placeholder="name, data.user.phone"
        value={fields}
        onChange={(event) => onFields(event.target.value)}
      />
      {named && <Examples count={named} />}
    </section>
  )
}

function previewText(preview: PreviewState | null): string {
  if (preview === null) return 'Nothing is selected.'
  if (preview.phase === 'looking') return 'Looking what that would be …'
  if (preview.phase === 'failed') return preview.message
  const { rows, complete } = preview.preview
  return complete
    ? `Of ${rows.toLocaleString('en')} rows that are selected.`
    : `Counted in the first ${rows.toLocaleString('en')} rows that are selected.`
}

interface RuleProps {
  readonly rule: RedactionRule
  readonly isOn: boolean
  readonly count: RedactionCount | undefined
  readonly onToggle: (isOn: boolean) => void
}

function Rule({ rule, isOn, count, onToggle }: RuleProps) {
  const id = useId()
  return (
    <li className={styles.rule}>
      <Switch id={id} checked={isOn} onChange={onToggle} />
      <div>
        <label htmlFor={id} className={styles.label}>
          {rule.title}
        </label>
        <p className={styles.hint}>{rule.about}</p>
        {isOn && count && <Examples count={count} />}
      </div>
    </li>
  )
}

function Examples({ count: { count, examples } }: { readonly count: RedactionCount }) {
  if (count === 0) return <p className={styles.none}>Nothing was found.</p>
  return (
    <details className={styles.examples}>
      <summary>{count === 1 ? '1 place' : `${count.toLocaleString('en')} places`}</summary>
      <ul>
        {examples.map((example) => (
          <li key={example}>
            <code>{example}</code>
          </li>
        ))}
      </ul>
    </details>
  )
}
