import { useBench } from '../app/bench-context'
import { useInspector } from '../inspector/use-inspector'
import { levelLabels, lineLevels, toggleLevel } from './console-levels'
import styles from './level-switches.module.css'

/** Which levels of lines are shown. */
export function LevelSwitches() {
  const { store } = useBench().inspector
  const levels = useInspector((state) => state.levels)
  return (
    <fieldset className={styles.levels} aria-label="Levels">
      {lineLevels.map((level) => (
        <button
          key={level}
          type="button"
          className={styles.level}
          aria-pressed={levels.includes(level)}
          onClick={() => store.setState({ levels: toggleLevel(levels, level) })}
        >
          {levelLabels[level]}
        </button>
      ))}
    </fieldset>
  )
}
