import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import type { MessageRule } from '../../contract/message-gate'
import { messageRuleSchema } from '../../contract/message-gate'
import { useBench } from '../app/bench-context'
import { IconButton } from '../design/button'
import { classNames } from '../design/class-names'
import { Select } from '../design/select'
import { Switch } from '../design/switch'
import { TextField } from '../design/text-field'
import { QueryField } from '../inspector/query-field'
import type { QueryExample } from '../inspector/query-suggestions'
import { errorText } from '../inspector/read-query'
import { useReadQuery } from '../inspector/use-read-query'
import styles from './gate-panel.module.css'

type Action = MessageRule['action']

const directions = [
  { value: 'in', label: 'Sent' },
  { value: 'out', label: 'Received' },
  { value: 'both', label: 'Both ways' },
] as const satisfies readonly { readonly value: MessageRule['direction']; readonly label: string }[]

const actions = [
  { value: 'hold', label: 'Hold' },
  { value: 'delay', label: 'Delay' },
  { value: 'drop', label: 'Drop' },
] as const satisfies readonly { readonly value: Action['do']; readonly label: string }[]

const examples: readonly QueryExample[] = [
  { text: 'type:send_input', about: 'Messages of one type' },
  { text: 'data.data.n>100', about: 'JSON messages by a value in them' },
  { text: 'size>10k', about: 'Large messages' },
  { text: '/secret|token/i', about: 'By what is in them' },
]

const STANDARD_DELAY = 1000

export interface RuleLineProps {
  readonly rule: MessageRule
  /** From 1. */
  readonly place: number
  readonly isLast: boolean
  /** Types of messages, to be offered. */
  readonly types: readonly string[]
}

/** One rule, in its own words: which messages, which way, and what is done to them. */
export function RuleLine({ rule, place, isLast, types }: RuleLineProps) {
  const { ruleBook } = useBench().inspector
  const { written } = useReadQuery(rule.query)
  const known = useMemo(() => ({ types, saved: [], history: [], examples }), [types])
  const errorId = useId()
  const error = written.text === rule.query ? written.errors[0] : undefined
  const change = (part: Partial<Omit<MessageRule, 'id'>>) => ruleBook.change(rule.id, part)
  return (
    <li className={classNames(styles.rule, !rule.enabled && styles.off)}>
      <Switch label={`Rule ${place}`} checked={rule.enabled} onChange={(enabled) => change({ enabled })} />
      <span className={styles.direction}>
        <Select
          label={`Direction of rule ${place}`}
          value={rule.direction}
          groups={[{ options: directions }]}
          onChange={(value) => change({ direction: value as MessageRule['direction'] })}
        />
      </span>
      <span className={styles.query}>
        <QueryField
          label={`Messages of rule ${place}`}
          text={rule.query}
          onText={(query) => change({ query })}
          written={written}
          errorId={errorId}
          known={known}
          onStep={() => undefined}
          onLeave={() => undefined}
        />
      </span>
      <ActionFields rule={rule} place={place} onAction={(action) => change({ action })} />
      <Places rule={rule} place={place} isLast={isLast} />
      {error && (
        <p id={errorId} role="status" className={styles.error}>
          {errorText(error)} The rule does nothing until it is mended.
        </p>
      )}
    </li>
  )
}

function Places({ rule, place, isLast }: Omit<RuleLineProps, 'types'>) {
  const { ruleBook } = useBench().inspector
  return (
    <span className={styles.places}>
      <IconButton
        label={`Rule ${place} earlier`}
        hint="Earlier: the first that matches decides"
        icon={ArrowUp}
        disabled={place === 1}
        onClick={() => ruleBook.move(rule.id, -1)}
      />
      <IconButton
        label={`Rule ${place} later`}
        hint="Later"
        icon={ArrowDown}
        disabled={isLast}
        onClick={() => ruleBook.move(rule.id, 1)}
      />
      <IconButton
        label={`Delete rule ${place}`}
        hint="Delete"
        icon={Trash2}
        onClick={() => ruleBook.remove(rule.id)}
      />
    </span>
  )
}

interface ActionFieldsProps {
  readonly rule: MessageRule
  readonly place: number
  readonly onAction: (action: Action) => void
}

function ActionFields({ rule: { action }, place, onAction }: ActionFieldsProps) {
  const choose = (value: string) =>
    onAction(value === 'delay' ? { do: 'delay', ms: STANDARD_DELAY } : { do: value as 'hold' | 'drop' })
  return (
    <span className={styles.action}>
      <Select
        label={`What rule ${place} does`}
        value={action.do}
        groups={[{ options: actions }]}
        onChange={choose}
      />
      {action.do === 'delay' && <Delay ms={action.ms} place={place} onAction={onAction} />}
    </span>
  )
}

function Delay({ ms, place, onAction }: { readonly ms: number } & Omit<ActionFieldsProps, 'rule'>) {
  const [text, setText] = useState(String(ms))
  const written = { do: 'delay', ms: Number(text) } as const
  const isGood = text.trim() !== '' && messageRuleSchema.shape.action.safeParse(written).success
  return (
    <span className={styles.delay}>
      <TextField
        aria-label={`Delay of rule ${place}, ms`}
        title="From 1 to 60,000 ms"
        inputMode="numeric"
        invalid={!isGood}
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value)
          const next = { do: 'delay', ms: Number(value) } as const
          if (value.trim() !== '' && messageRuleSchema.shape.action.safeParse(next).success) onAction(next)
        }}
      />
      ms
    </span>
  )
}
