import type { StoreApi } from 'zustand/vanilla'
import { type LineLevel, lineLevels } from '../console/console-levels'
import { type RowChoice, rowGroupNames, usualChoice } from '../messages/row-filter'
import { createStoredStore, isBoolean, isText, listOf, oneOf, recordOf, shapeOf } from './stored-store'

/** Of the inspector, in their order. */
export const tabIds = ['messages', 'console', 'timeline', 'connection', 'packets', 'stats', 'timing'] as const
export type TabId = (typeof tabIds)[number]

/** What the rows that match do: `only` hides the others, `highlight` leaves all where they are. */
export const queryModes = ['only', 'highlight'] as const
export type QueryMode = (typeof queryModes)[number]

export interface TabFilter {
  /** In the query language, as it is written. */
  readonly text: string
  readonly mode: QueryMode
}

export interface SavedFilter {
  readonly name: string
  readonly text: string
}

/** What a person set in the inspector and wants to find again at the next start. */
export interface InspectorState {
  /** Of the tab that is open. */
  readonly tab: TabId
  /** By tab. */
  readonly filters: { readonly [tab: string]: TabFilter }
  readonly choice: RowChoice
  readonly levels: readonly LineLevel[]
  readonly showsRates: boolean
  /** Queries that were used, newest first. */
  readonly history: readonly string[]
  readonly saved: readonly SavedFilter[]
}

export type InspectorStore = StoreApi<InspectorState>

export const noFilter: TabFilter = { text: '', mode: 'only' }

const initial: InspectorState = {
  tab: 'messages',
  filters: {},
  choice: usualChoice,
  levels: lineLevels,
  showsRates: false,
  history: [],
  saved: [],
}

export const createInspectorStore = (storage: Storage | null): InspectorStore =>
  createStoredStore(storage, 'soundcheck.inspector', initial, {
    tab: oneOf(tabIds),
    filters: recordOf(shapeOf({ text: isText, mode: oneOf(queryModes) })),
    choice: shapeOf({ groups: listOf(oneOf(rowGroupNames)), direction: oneOf(['in', 'out', 'both']) }),
    levels: listOf(oneOf(lineLevels)),
    showsRates: isBoolean,
    history: listOf(isText),
    saved: listOf(shapeOf({ name: isText, text: isText })),
  })

const KEPT_QUERIES = 30

/** `history` with `text` as the newest. */
export function withUsed(history: readonly string[], text: string): readonly string[] {
  const used = text.trim()
  if (used === '') return history
  return [used, ...history.filter((one) => one !== used)].slice(0, KEPT_QUERIES)
}

/** `saved` with `filter` under its name, in the order of the names. */
export function withSaved(saved: readonly SavedFilter[], filter: SavedFilter): readonly SavedFilter[] {
  return [...saved.filter(({ name }) => name !== filter.name), filter].sort((a, b) =>
    a.name.localeCompare(b.name),
  )
}

/** Shows the rows of a query, where they are listed. */
export const showRows = (store: InspectorStore, text: string): void =>
  store.setState(({ filters }) => ({
    tab: 'messages',
    filters: { ...filters, messages: { text, mode: 'only' } },
  }))
