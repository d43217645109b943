import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import styles from './select.module.css'

export interface SelectOption {
  readonly value: string
  readonly label: string
  readonly disabled?: boolean
}

export interface SelectGroup {
  readonly label?: string
  readonly options: readonly SelectOption[]
}

export interface SelectProps {
  /** The accessible name. */
  readonly label: string
  readonly value: string
  readonly groups: readonly SelectGroup[]
  readonly onChange: (value: string) => void
  readonly disabled?: boolean
  /** Shown while nothing is chosen. */
  readonly placeholder?: string
}

const Option = ({ value, label, disabled }: SelectOption) => (
  <Radix.Item className={styles.item} value={value} disabled={disabled ?? false}>
    <Radix.ItemText>{label}</Radix.ItemText>
    <Radix.ItemIndicator className={styles.check}>
      <Check size={13} aria-hidden />
    </Radix.ItemIndicator>
  </Radix.Item>
)

export function Select(props: SelectProps) {
  const { label, value, groups, onChange, disabled = false, placeholder } = props
  const shown = groups.flatMap((group) => group.options).find((option) => option.value === value)
  return (
    <Radix.Root value={value} onValueChange={onChange} disabled={disabled}>
      <Radix.Trigger className={styles.trigger} aria-label={label} title={shown?.label}>
        <span className={styles.value}>
          <Radix.Value placeholder={placeholder} />
        </span>
        <Radix.Icon className={styles.chevron}>
          <ChevronDown size={13} aria-hidden />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.content} position="popper" sideOffset={4} collisionPadding={8}>
          <Radix.Viewport className={styles.viewport}>
            {groups.map((group) => (
              <Radix.Group key={group.label ?? ''}>
                {group.label && <Radix.Label className={styles.groupLabel}>{group.label}</Radix.Label>}
                {group.options.map((option) => (
                  <Option key={option.value} {...option} />
                ))}
              </Radix.Group>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
