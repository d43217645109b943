import { ListFilter } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { useBench } from '../app/bench-context'
import { Button } from '../design/button'
import { CheckList } from '../design/check-list'
import { Popover } from '../design/popover'
import { Select } from '../design/select'
import { useInspector } from '../inspector/use-inspector'
import { type RowChoice, type RowGroup, rowGroups, rowSections, toggleGroup, usualGroups } from './row-filter'
import styles from './row-kinds.module.css'

const directions = [
  { value: 'both', label: 'Both ways' },
  { value: 'in', label: 'Sent' },
  { value: 'out', label: 'Received' },
] as const

const isUsualList = (groups: readonly RowGroup[]): boolean =>
  groups.length === usualGroups.length && groups.every((group) => usualGroups.includes(group))

/** Which kinds of rows are shown, and which way they went. */
export const RowKinds = memo(function RowKinds() {
  const { store } = useBench().inspector
  const choice = useInspector((state) => state.choice)
  const onChoice = (next: RowChoice): void => store.setState({ choice: next })
  const { groups, direction } = choice
  return (
    <>
      <Popover label="Kinds of rows" width="wide" align="start" trigger={<KindsButton groups={groups} />}>
        <div className={styles.sections}>
          {rowSections.map((section) => (
            <CheckList
              key={section.section}
              label={section.section}
              options={section.groups.map((group) => ({ value: group, label: rowGroups[group].label }))}
              checked={groups}
              onToggle={(group) => onChoice({ ...choice, groups: toggleGroup(groups, group as RowGroup) })}
            />
          ))}
        </div>
        <Footer>
          <Button disabled={isUsualList(groups)} onClick={() => onChoice({ ...choice, groups: usualGroups })}>
            Usual kinds
          </Button>
        </Footer>
      </Popover>
      <div className={styles.direction}>
        <Select
          label="Direction"
          value={direction}
          groups={[{ options: directions }]}
          onChange={(value) => onChoice({ ...choice, direction: value as RowChoice['direction'] })}
        />
      </div>
    </>
  )
})

const Footer = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.footer}>
    <p>
      Of calls, frames and packets hundreds may come in a second. A query that names them finds them also
      while they are off.
    </p>
    {children}
  </div>
)

/** Takes what the popover gives its trigger. */
function KindsButton({ groups, ...rest }: { readonly groups: readonly RowGroup[] }) {
  const isUsual = isUsualList(groups)
  return (
    <Button icon={ListFilter} className={isUsual ? styles.kinds : styles.chosen} aria-label="Kinds" {...rest}>
      <span className={styles.word}>{isUsual ? 'Kinds' : `Kinds · ${groups.length}`}</span>
    </Button>
  )
}
