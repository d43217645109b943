import { useMemo, useState } from 'react'
import { useMirror, useSelectedHandler } from '../app/bench-context'
import { TextField } from '../design/text-field'
import { FolderHeader } from './folder-header'
import { FolderState } from './folder-state'
import { HandlerDetail } from './handler-detail'
import { HandlerList } from './handler-list'
import { findHandlers, sortHandlers } from './handler-order'
import styles from './handler-pane.module.css'
import { NewHandler } from './new-handler'

/** From here on a list is long enough to be searched. */
const SEARCH_FROM = 8

export function HandlerPane() {
  const handlers = useMirror(({ bench }) => bench.handlers)
  const [search, setSearch] = useState('')
  const [isCreating, setCreating] = useState(false)
  const sorted = useMemo(() => sortHandlers(handlers), [handlers])
  const found = useMemo(() => findHandlers(sorted, search), [sorted, search])
  const selected = useSelectedHandler()
  const create = () => {
    // What is made is to be seen in the list.
    setSearch('')
    setCreating(true)
  }
  return (
    <section className={styles.pane} aria-label="Handler folder">
      <FolderHeader count={sorted.length} onNew={create} />
      {(sorted.length >= SEARCH_FROM || search !== '') && (
        <div className={styles.search}>
          <TextField
            type="search"
            aria-label="Find a handler"
            placeholder="Find a handler"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      )}
      {found.length > 0 ? <HandlerList handlers={found} /> : <FolderState search={search} onNew={create} />}
      {selected && <HandlerDetail handler={selected} />}
      <NewHandler open={isCreating} onClose={() => setCreating(false)} />
    </section>
  )
}
