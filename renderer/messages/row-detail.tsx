import { useState } from 'react'
import { JsonView } from 'react-json-view-lite'
import type { JournalRow } from '../../contract/journal'
import { parseMessage } from '../../contract/json'
import { Segments } from '../design/segments'
import { SourceText } from '../inspector/source-text'
import type { RowNoting } from '../inspector/use-row-notes'
import { searched } from '../inspector/use-text-marks'
import { DiffView } from '../versions/diff-view'
import { HexView } from './hex-view'
import { jsonStyles } from './json-styles'
import { RowActions } from './row-actions'
import styles from './row-detail.module.css'
import { rowDifference } from './row-difference'
import { RowFacts } from './row-facts-list'
import { hasSources, RowSources, SourceChanges } from './row-sources'
import { type Fetched, useRowBytes, useRowText } from './use-row-content'

/** Longer texts would block the window when they are laid out as a tree. */
const MAX_TREE_CHARS = 100_000
const OPEN_LEVELS = 2

export interface RowDetailProps {
  readonly sessionId: string
  readonly row: JournalRow
  readonly noting: RowNoting
}

const hasStacks = ({ kind }: JournalRow): boolean => kind === 'error' || kind === 'console'

type View = 'source' | 'tree' | 'text' | 'hex' | 'changes'

const viewLabels: { readonly [V in View]: string } = {
  source: 'Source',
  tree: 'Tree',
  text: 'Text',
  hex: 'Hex',
  changes: 'Changes',
}

/** The text as a tree has one; null = it is to be shown as it is. */
function treeOf(text: string): object | null {
  const value = text.length <= MAX_TREE_CHARS ? parseMessage(text) : text
  return typeof value === 'object' ? value : null
}

/** The ways to look at a row, the best one first. */
function viewsOf(row: JournalRow, text: Fetched<string>, marked: JournalRow | null): readonly View[] {
  const value = text && 'value' in text ? text.value : ''
  const hasText = !text || value !== '' || !row.hasBytes
  return [
    ...(hasSources(row) ? (['source'] as const) : []),
    ...(treeOf(value) ? (['tree'] as const) : []),
    ...(hasText ? (['text'] as const) : []),
    'hex',
    ...(marked && marked.n !== row.n ? (['changes'] as const) : []),
  ]
}

/** All that is known of one row, below its line. */
export function RowDetail({ sessionId, row, noting }: RowDetailProps) {
  const text = useRowText(sessionId, row)
  const [chosen, setChosen] = useState<View | null>(null)
  const { marked } = noting.notes
  const views = viewsOf(row, text, marked)
  const view = chosen !== null && views.includes(chosen) ? chosen : (views[0] ?? 'text')
  return (
    <div className={styles.detail}>
      <div className={styles.bar}>
        <Segments
          label="View"
          value={view}
          options={views.map((value) => ({ value, label: viewLabels[value] }))}
          onChange={setChosen}
        />
        <RowActions sessionId={sessionId} row={row} text={text} noting={noting} />
      </div>
      <RowFacts row={row} noting={noting} />
      <div className={styles.body}>
        {view === 'source' && <RowSources sessionId={sessionId} row={row} />}
        {view === 'hex' && <Hex sessionId={sessionId} row={row} />}
        {view === 'changes' && marked && <Changes sessionId={sessionId} row={row} marked={marked} />}
        {(view === 'tree' || view === 'text') && <Text row={row} text={text} isTree={view === 'tree'} />}
      </div>
    </div>
  )
}

/** What stands there until a text came, or because it did not. */
const Waiting = ({ fetched }: { readonly fetched: Fetched<unknown> }) => (
  <span className={styles.note}>{fetched && 'failure' in fetched ? fetched.failure : 'Reading'}</span>
)

interface TextProps extends Pick<RowDetailProps, 'row'> {
  readonly text: Fetched<string>
  readonly isTree: boolean
}

function Text({ row, text, isTree }: TextProps) {
  if (!text || 'failure' in text) return <Waiting fetched={text} />
  const value = isTree ? treeOf(text.value) : null
  if (!value) {
    return (
      <pre className={styles.raw} {...searched}>
        {hasStacks(row) ? <SourceText text={text.value} /> : text.value}
      </pre>
    )
  }
  return (
    <div {...searched}>
      <JsonView
        data={value}
        style={jsonStyles}
        shouldExpandNode={(level) => level < OPEN_LEVELS}
        clickToExpandNode
        aria-label="Message as a tree"
      />
    </div>
  )
}

function Hex({ sessionId, row }: Pick<RowDetailProps, 'sessionId' | 'row'>) {
  const bytes = useRowBytes(sessionId, row)
  return bytes && 'value' in bytes ? <HexView bytes={bytes.value} /> : <Waiting fetched={bytes} />
}

interface ChangesProps extends Pick<RowDetailProps, 'sessionId' | 'row'> {
  readonly marked: JournalRow
}

function Changes(props: ChangesProps) {
  const { row, marked } = props
  return hasSources(row) && hasSources(marked) ? <SourceChanges {...props} /> : <TextChanges {...props} />
}

function TextChanges({ sessionId, row, marked }: ChangesProps) {
  const before = useRowText(sessionId, marked)
  const after = useRowText(sessionId, row)
  if (!before || 'failure' in before) return <Waiting fetched={before} />
  if (!after || 'failure' in after) return <Waiting fetched={after} />
  const difference = rowDifference(`row ${marked.n} → row ${row.n}`, before.value, after.value)
  if (difference.hunks.length === 0) return <p className={styles.note}>Both rows say the same.</p>
  return <DiffView files={[difference]} />
}
