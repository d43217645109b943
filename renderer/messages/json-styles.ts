import { defaultStyles } from 'react-json-view-lite'
import styles from './json-styles.module.css'

const named = (name: string): string => styles[name] ?? ''

/** The tree in our own colours. */
export const jsonStyles: typeof defaultStyles = {
  ...defaultStyles,
  container: named('container'),
  // With their escapes, as they came.
  stringifyStringValues: true,
  basicChildStyle: named('child'),
  childFieldsContainer: named('children'),
  label: named('label'),
  clickableLabel: named('label'),
  nullValue: named('literal'),
  undefinedValue: named('literal'),
  booleanValue: named('literal'),
  numberValue: named('number'),
  stringValue: named('string'),
  otherValue: named('literal'),
  punctuation: named('punctuation'),
  expandIcon: named('expand'),
  collapseIcon: named('collapse'),
  collapsedContent: named('collapsed'),
}
